// A server with one route and nothing else, to compare with: what Fastify itself costs on this machine at this moment.
import Fastify from 'fastify';

const app = Fastify();
app.get('/bare', async () => ({ status: 'ok' }));
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
process.once('disconnect', () => process.exit(0));
process.send?.('listening');
