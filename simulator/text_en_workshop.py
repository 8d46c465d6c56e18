"""The English strings of the workshop: its page in the simulator, and the pages of its own process."""

from __future__ import annotations

WORKSHOP_PAGE: dict[str, str] = {
    # the page in the simulator
    "workshop.title": "Workshop",
    "workshop.what": "In the workshop a group weighs a role's objectives, each on their own phone, and the wall "
    "shows how far apart they are and what their median mix would have paid. It knows the invented company only, so "
    "nobody's real pay is in the room. Phones come in over the network, so it never runs beside your data: start it "
    "as a process of its own, in the project's folder, with one of these lines.",
    "workshop.commands": "# on this machine only, to try it out\nmake workshop\n\n"
    "# open to the phones in the room\nmake workshop HOST=0.0.0.0",
    "workshop.handbook": "Workshop: plan-design lab",
    # its process, in the terminal
    "workshop.own": "workshop: open {own} on this machine; stop with Ctrl-C",
    "workshop.phones": "workshop: phones reach it at {address}; it holds invented people only",
    "workshop.only_here": "workshop: phones cannot reach it yet, only this machine can. To open it to the room, stop "
    "it and start `make workshop HOST=0.0.0.0`; it holds invented people only",
    "workshop.no_network": "workshop: this machine is in no network, so no phone finds it. Join one and start again, "
    "or name what phones should type with ADDRESS=",
    "workshop.bad_address": "workshop: {address} is no address that a phone can open. Expected a name or number, "
    "such as ADDRESS=192.168.1.20 or ADDRESS=https://workshop.example.com",
    "workshop.private": "the workshop does not start: data or saved plans are named by {names}, and phones can reach "
    "this process. Start it without them: `{command}`",
    "workshop.private_option": "the workshop does not start: --data names data, and phones can reach this process. "
    "Start it without",
    "workshop.held": "the workshop does not start: another one keeps its rooms in {file}. Stop that one, or name "
    "another file with COMPSIM_WORKSHOP",
    "workshop.foreign": "the workshop does not start: {file} holds something else than rooms. It is left as it is; "
    "name another file with COMPSIM_WORKSHOP",
    "workshop.unreachable": "the workshop does not start: the file of its rooms, {file}, cannot be opened or is in "
    "use. Look at who may write there, or name another file with COMPSIM_WORKSHOP",
    "workshop.file_aside": "{file} could not be read; it is kept as {aside}, and the workshop begins without rooms",
    "workshop.rooms_aside": "{many} of the rooms in {file} could not be read; a copy is kept as {aside}, and the "
    "other rooms go on",
    # frame of its pages
    "ws.title": "Workshop",
    "ws.code": "Code",
    "ws.to_home": "To the start page",
    "ws.round": "Round {number}",
    "ws.round_named": "Round {number}: {name}",
    "ws.no_room": "There is no room with the code **{code}**. A letter may be wrong, or the room was deleted. Look at "
    "the wall and type the code again.",
    "ws.no_code": "Type the six letters from the wall.",
    "ws.deleted": "The room **{code}** was deleted, with all its answers. There is nothing left to do here.",
    # why a step was refused
    "why.full": "This room is full: {most} people are in it. Ask the facilitator for a second room, and join with "
    "its code.",
    "why.closed": "The round was closed before your answer arrived, so it was not taken. Wait here for the next one, "
    "or ask the facilitator to open it again.",
    "why.other_round": "The next round began before your answer arrived, so it was not taken. Look at your weights "
    "and send them again.",
    "why.mix": "These weights do not add to 100 %. Move one of them and send again.",
    "why.stranger": "This room does not know your phone any more. Load the page again to come back in.",
    "why.no_room": "The room was deleted, with all its answers.",
    "why.not_kept": "This could not be written down, so nothing has changed. Try again; if it happens again, the disk "
    "of the machine that runs the workshop may be full.",
    "why.objectives": "Choose at least two objectives.",
    "why.house": "There are {rooms} rooms already. Delete one that is over, on its facilitator's page, and try again.",
    "why.key": "This link does not lead the room. Use the whole link that was shown when the room was opened.",
    "why.rounds": "A room has {rounds} rounds at most. Open another room to go on.",
    # start page
    "home.title": "Weigh objectives together",
    "home.lead": "What should count, and how much? Everybody answers on their own phone, and the wall shows how far "
    "apart you are.",
    "home.join": "Join a room",
    "home.code": "Code from the wall",
    "home.join_button": "Join",
    "home.open": "Open a room",
    "home.open_lead": "For the facilitator. All pay is that of an invented company; nobody is asked for a name.",
    "home.role": "Whose plan",
    "home.objectives": "What is weighed",
    "home.objectives_help": "What you leave out weighs nothing in every mix.",
    "home.name": "Name of the first round",
    "home.name_hint": "For example: gut feeling",
    "home.open_button": "Open a room",
    "home.ended": "The room **{code}** and its answers are deleted.",
    # phone
    "phone.lead": "How much should each of these count in the pay of **{role}**? Move one, and the others follow: "
    "together they are always 100 %.",
    "phone.nobody": "Nobody is asked for a name. In a small group others may still guess whose dot is whose.",
    "phone.no_cookie": "Your browser keeps no cookie, so after a reload you would count as somebody else.",
    "phone.hold": "Hold these while I move another",
    "phone.send": "Send my answer",
    "phone.send_again": "Send the changed answer",
    "phone.unsent": "Not sent yet.",
    "phone.changed": "Changed since you sent it. The answer you sent still counts.",
    "phone.sent": "Your answer counts. You can change it until the round is closed.",
    "phone.would": "Your mix would have paid {pay} In brackets: against the plan as it is.",
    "phone.closed": "The round is closed. Your answer: {mix}. This page shows the next round by itself.",
    "phone.closed_without": "The round is closed, and you did not answer it. This page shows the next round by itself.",
    # wall
    "wall.scan": "Scan, or open {address} and type the code.",
    "wall.qr": "QR code that opens {address} on a phone",
    "wall.count": "{answered} of {joined} in the room have answered.",
    "wall.closed": "The round is closed.",
    "wall.median": "The median mix would have paid",
    "wall.nobody": "What the median mix would have paid stands here as soon as somebody has answered.",
    "wall.older": "This room weighs objectives that the invented company no longer has, so what they would have paid "
    "cannot be told. The answers are all there.",
    "wall.rule": "{people} of the invented company, role {role}, under {plan} with the weights shown. "
    "Median mix: the median of each objective, brought to 100 % together, in whole per cents.",
    "wall.left_out": "Not weighed here, so 0 % in every mix: {names}.",
    "wall.mixes": "Mixes side by side",
    "wall.plan": "The plan as it is",
    "mix.total": "Paid in total",
    "mix.against": "Against the plan",
    "mix.at_target": "At target",
    "mix.rise": "Largest rise of one pay",
    "mix.fall": "Largest fall of one pay",
    "mix.plan": "plan as it is: {figure}",
    "mix.raised": "paid more: {people}",
    "mix.lowered": "paid less: {people}",
    # facilitator
    "lead.title": "Lead the room {code}",
    "lead.off_the_wall": "Your link: whoever has it leads the room. Keep it, and keep this page off the wall.",
    "lead.only_here": "Only this machine can open the workshop now. To let phones in, stop it and start "
    "`make workshop HOST=0.0.0.0`; the rooms stay.",
    "lead.wall": "Open the wall",
    "lead.for_phones": "Link for phones:",
    "lead.name": "Name of this round",
    "lead.close": "Close the round",
    "lead.reopen": "Open it again",
    "lead.next": "Next round",
    "lead.open_now": "open",
    "lead.closed_now": "closed",
    "lead.take": "Take it along",
    "lead.take_lead": "All rounds with every answer. Phones are numbered, not named, and not in the order they came.",
    "lead.csv": "Answers as CSV",
    "lead.xlsx": "Rounds and answers as a workbook",
    "lead.csv_file": "workshop-{code}.csv",
    "lead.xlsx_file": "workshop-{code}.xlsx",
    "lead.delete": "Delete this room",
    "lead.delete_sure": "Delete the room with all its rounds and answers. This cannot be undone.",
    "lead.delete_button": "Delete for good",
    # the workbook
    "book.room": "Room",
    "book.role": "Whose plan",
    "book.plan": "Plan",
    "book.people": "People",
    "book.people_says": "An invented company. Nobody in it is real.",
    "book.rule": "Median mix",
    "book.rule_says": "The median of each objective's weights, rescaled to 100 %, in whole per cents by the largest "
    "remainders.",
    "book.phones": "Phones",
    "book.phones_says": "Numbered by lot, not by when they came. A number is the same phone in all rounds of this "
    "file.",
}
