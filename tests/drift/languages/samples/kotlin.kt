package shop.core

import java.io.Closeable
import shop.model.Line as Row
import shop.util.*

const val LIMIT: Int = 10
private var counter = 1
typealias Rows = Map<String, Row>

@Serializable
data class Cart<T>(
    val owner: String,
    private var size: Int = 1,
    seed: Long,
) : Base<T>(owner), Closeable {
    val title: String
        get() = "x"
    lateinit var store: Store

    companion object {
        const val MAX = 3
        fun create(): Cart<Int> = TODO()
    }

    constructor(seed: Int) : this("a", 1, 2) {
        val local = 1
    }

    init {
        val block = 1
    }

    @JvmStatic
    internal suspend fun <R> map(scale: Int, vararg rest: String, done: (Int) -> Unit = {}): R? {
        val inside = 1
        fun nested(x: Int) {}
        val task = object : Runnable {
            val hidden = 2
            override fun run() {}
        }
        return null
    }

    private fun reset() {}

    enum class Status(val label: String) : Named {
        OPEN("open"),
        CLOSED("closed") {
            override fun hook() {}
        };

        fun text(): String = label
    }
}

interface Store : Closeable {
    val count: Int
    fun put(key: String, value: Any? = null)
}

object Registry {
    val stores = listOf<Store>()
}

fun String.toPrice(scale: Int = 2): Price = Price()
private fun <T> pick(items: List<T>) = items.first()
