// The counterpart would listen on every interface: required before it, this keeps it on the loopback.
const { Server } = require("node:net");

const { listen } = Server.prototype;
Server.prototype.listen = function (first, ...rest) {
  const address = typeof first === "object" ? first : { port: first };
  return listen.call(this, { ...address, host: "127.0.0.1" }, ...rest.filter((each) => typeof each === "function"));
};
