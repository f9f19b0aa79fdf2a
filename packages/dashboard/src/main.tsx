import { render } from 'preact';
import { App } from './app.tsx';
import { createParts } from './parts.ts';

const root = document.getElementById('app');
if (root !== null) render(<App parts={createParts()} />, root);
