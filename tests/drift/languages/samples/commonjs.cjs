const { Router } = require("./router");

function createApp(config, mode = "dev") {}
function internal() {}
class App {
  use(path, ...handlers) {}
}

exports.VERSION = "2";
module.exports.start = function (port) {};
module.exports = { createApp, App, Server: App, stop(code) {}, restart: async (delay) => {}, limit: 10 };
