// Progressive enhancement of the pages: each of them works without it, this only shortens the way.
import { nameTheWay } from "./approve.js";
import { copyButtons } from "./copy.js";
import { dialogs } from "./dialog.js";
import { editors } from "./editor.js";
import { liveLists } from "./list.js";
import { followCase } from "./live.js";
import { menus } from "./menu.js";
import { navigation } from "./nav.js";
import { sendOnce } from "./once.js";
import { revealPasswords } from "./reveal.js";
import { selectWhole } from "./select.js";

for (const slot of document.querySelectorAll("[data-needs-script]")) slot.hidden = false;

revealPasswords(document);
copyButtons(document);
dialogs(document);
menus(document);
navigation(document);
selectWhole(document);
sendOnce(document);
nameTheWay(document);
followCase(document);
liveLists(document);
editors(document);
