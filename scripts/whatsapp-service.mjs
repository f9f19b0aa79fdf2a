#!/usr/bin/env node
// The command "whatsapp-service": runs on the machine's own Node.js, wherever it was called from and whatever it was linked as.

process.env.INIT_CWD = process.cwd();
process.argv.splice(2, 0, 'cli');
await import('./launch.mjs');
