// What every page loads: styles, htmx, and small helpers that a page works without.
import './css/app.css';
import { startHtmx } from './app/htmx.js';
import { startAutosave } from './app/autosave.js';
import { startListKeys } from './app/list-keys.js';
import { startDialogs } from './app/dialogs.js';
import { startFiles } from './app/files.js';
import { startSubmitGuard } from './app/submit-guard.js';
import { startTyping } from './app/typing.js';
import { startSmallThings } from './app/small-things.js';

startHtmx();
startAutosave();
startListKeys();
startDialogs();
startFiles();
startSubmitGuard();
startTyping();
startSmallThings();
