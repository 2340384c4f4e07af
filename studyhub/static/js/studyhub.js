// What is nicer with a script; everything works without it.
import { awaitOutcome } from "./awaiting.js";
import { chooseByTyping } from "./choosing.js";
import { offerCopying } from "./copy.js";
import { countTicks } from "./counting.js";
import { walkDays } from "./days.js";
import { forgetAtSignOut } from "./forgetting.js";
import { sendOnce } from "./forms.js";
import { closeMenus } from "./menus.js";
import { searchBySlash } from "./searching.js";
import { keepInSight } from "./telling.js";
import { switchTheme } from "./theme.js";
import { forgetSaved } from "./unsent.js";

awaitOutcome(document);
chooseByTyping(document);
offerCopying(document);
countTicks(document);
walkDays(document);
forgetSaved(document);
forgetAtSignOut(document);
sendOnce(document);
closeMenus(document);
searchBySlash(document);
switchTheme(document);
keepInSight(document);
// Of tabs that do not fit, the present one is in sight.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
document.querySelector("[data-focus]")?.focus();
