// The smallest browser there can be around WebKitGTK, run by GJS: one window, one view, a profile folder.
// WebKitGTK's own MiniBrowser forgets everything when it is driven from outside; this one keeps it, as an iPad does.
import Gtk from "gi://Gtk?version=3.0";
import WebKit from "gi://WebKit2?version=4.1";
import System from "system";

const [profile, width, height] = System.programArgs;
Gtk.init(null);
const context = new WebKit.WebContext({
  website_data_manager: new WebKit.WebsiteDataManager({
    base_data_directory: `${profile}/data`,
    base_cache_directory: `${profile}/cache`,
  }),
});
context.set_automation_allowed(true);
const view = new WebKit.WebView({ web_context: context, is_controlled_by_automation: true });
// Whoever started this reads what pages complain about.
view.get_settings().enable_write_console_messages_to_stdout = true;
const window = new Gtk.Window({ default_width: Number(width), default_height: Number(height) });
window.add(view);
window.show_all();
context.connect("automation-started", (_context, session) => session.connect("create-web-view", () => view));
Gtk.main();
