# What something was: the slider over its life, marked differences.
history = History
history-when = Point in time
history-earlier = Earlier
history-later = Later
history-place = { $number } of { $of }
history-from-until = { $from } – { $until }
history-made = Begun here.
history-none = Nothing was written yet.
history-added = added:{" "}
history-removed = removed:{" "}
history-bring-back = Bring this version back
history-brought-back = It says again what it said then.
history-closed = It is finished. Amend it first to bring a version back.
