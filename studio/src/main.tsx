// The page: creates the studio and renders it.

import { render } from 'preact';
import { App } from './ui/app.tsx';
import { Studio } from './ui/studio.ts';

const root = document.getElementById('studio');
if (root === null) throw new Error('the page has no element #studio');
root.replaceChildren(); // What it showed before the script ran.
const studio = new Studio();
render(<App studio={studio} />, root);
studio.attempt(studio.start(location.hash));
