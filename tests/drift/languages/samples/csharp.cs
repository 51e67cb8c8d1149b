using System;
using Json = System.Text.Json;

namespace Shop.Core;

[Serializable]
public abstract class Cart<T> : Base<T>, IDisposable where T : class
{
    public const int Limit = 10, Extra = 2;
    private readonly string owner;
    public event EventHandler Changed;

    public string Name { get; set; } = "x";
    internal int Hidden { get; }

    public Cart(string owner, int limit = 10) : base(owner)
    {
        var local = 1;
    }

    [Obsolete("use Add")]
    public static async Task<T> Load<R>(this Cart<T> cart, ref int count, params object[] rest)
    {
        void Inner() { }
        return null;
    }

    protected virtual void OnChange(int? count = null) => Run();
    int Sum() { return 0; }

    public enum Status { Open, Closed = 4 }

    public record Line(string Title, int Count = 1);

    public struct Point
    {
        public int X, Y;
    }

    public delegate void Visit(Line line);
}

public interface IStore
{
    int Count { get; }
    void Put(string key);
}
