// The real service, which gets SIGTERM at the earliest moment at which it can be seen to run: when the first of its sockets listens.
import { Server } from 'node:net';
import { runSupervisor } from '@whatsapp-service/supervisor/run-supervisor.ts';

const listen = Reflect.get(Server.prototype, 'listen') as (this: Server, ...args: unknown[]) => Server;
let isSignalled = false;

Server.prototype.listen = function listenAndSignal(this: Server, ...args: unknown[]): Server {
  this.once('listening', () => {
    if (!isSignalled) process.kill(process.pid, 'SIGTERM');
    isSignalled = true;
  });
  return listen.apply(this, args);
};

await runSupervisor({ exit: (code) => process.exit(code), onDisconnect: () => undefined });
