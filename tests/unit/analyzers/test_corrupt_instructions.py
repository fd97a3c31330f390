from __future__ import annotations

import pytest

from synthreview.analyzers.corrupt_instructions import CorruptInstructions
from synthreview.analyzers.rules.merged import special_tokens
from synthreview.domain import Confidence, with_edits
from tests.unit.analyzers.making import instruction, reasons, run, the

ANALYZER = CorruptInstructions()


def found(*args, **parts) -> set[str]:
    return reasons(ANALYZER, instruction(*args, **parts))


# --- placeholders ---


@pytest.mark.parametrize(
    "text",
    [
        "<noinput>",
        "No input",
        "No input required.",
        "N/A",
        "none",
        "`<noinput>`",
        "\\<noinput\\>",
        "< no input >",
        "<noinput",
        "(无)",
        "Input not provided",
    ],
)
def test_a_placeholder_input_is_certain_and_the_fix_empties_it(text):
    finding = the(run(ANALYZER, instruction("Name three rivers.", text)), "placeholder_input")
    assert finding.fix == {"input": ""}
    assert finding.evidence[0].part == "input"
    assert (finding.evidence[0].start, finding.evidence[0].end) == (0, len(text))


def test_an_empty_input_is_no_finding():
    assert found("Name three rivers.", "") == set()


@pytest.mark.parametrize(
    ("task", "text"),
    [
        ("Which type does this value have?", "null"),
        ("Spell out the abbreviation.", "N/A"),
        ("Translate the word into French.", "none"),
        ("Is this a complete sentence?", "No input was ever too small for Mira."),
        ("Sort the list.", "[none, some, all]"),
        ("Read the note.", "Empty shelves, empty minds"),
    ],
)
def test_words_that_mean_something_here_are_no_placeholders(task, text):
    assert found(task, text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "[Image of a lighthouse]",
        "(insert article)",
        "<link to article>",
        "[Table]",
        "Photo: (attached image)",
    ],
)
def test_an_input_that_stands_for_something_else_is_pointed_at(text):
    assert found("Summarize it in one line.", text) == {"stand_in_input"}


@pytest.mark.parametrize(
    "text",
    [
        "[3, 1, 2]",
        "[tomato, potato]",
        "<h1>Title</h1>",
        "{'image': 3, 'file': 4}",
        "[image, text, audio] and more words",
    ],
)
def test_brackets_around_real_content_are_fine(text):
    assert found("Reverse the order.", text) == set()


def test_a_placeholder_line_below_real_input_is_cut_by_the_fix():
    finding = the(run(ANALYZER, instruction("Write a letter.", "Joe Smith\n<noinput>")), "placeholder_token")
    assert finding.fix == {"input": "Joe Smith"}
    assert finding.evidence[0].start == len("Joe Smith\n")


def test_a_placeholder_inside_a_sentence_has_no_fix():
    assert (
        the(run(ANALYZER, instruction("Finish it.", "He was <noinput> and left")), "placeholder_token").fix
        == {}
    )


@pytest.mark.parametrize("text", ["<nooutput>", "<No output>", "[no output]"])
def test_a_placeholder_output_is_certain(text):
    assert found("Draw a cat.", "", text) == {"placeholder_output"}


# --- empty, damaged, copied ---


@pytest.mark.parametrize("text", ["", "  \n", "\u200b"])
def test_an_empty_output_is_certain(text):
    assert "empty_output" in found("Name three rivers.", "", text)


def test_an_empty_instruction_is_certain():
    assert "empty_instruction" in found("", "some text")


def test_mojibake_is_repaired():
    finding = the(
        run(ANALYZER, instruction("Price?", "", "It costs Â£30, says the cafÃ© â€“ really.")), "mojibake"
    )
    assert finding.fix == {"output": "It costs £30, says the café – really."}
    assert len(finding.evidence) == 3


@pytest.mark.parametrize(
    "text",
    [
        "CAFÉ… “ÉTÉ” Â la carte",
        "São Paulo, Ångström, naïve, Zoë",
        "Привет, мир",
        "价格是三十",
        "IRMÃ, ÂME, Ã",
    ],
)
def test_real_accents_and_scripts_are_not_mojibake(text):
    assert "mojibake" not in found("Say it.", "", text)


def test_control_characters_are_removed_by_the_fix_and_breaks_kept():
    finding = the(run(ANALYZER, instruction("List.", "", "one\x0btwo\x00")), "control_characters")
    assert finding.fix == {"output": "one\ntwo"}
    assert [spot.start for spot in finding.evidence] == [3, 7]


def test_tabs_and_line_breaks_are_no_control_characters():
    assert found("List.", "", "one\ttwo\r\nthree") == set()


def test_the_second_of_two_equal_examples_points_at_the_first():
    items = [instruction("Name a river.", "", "The Rhine.", id=id) for id in (7, 8, 9)]
    findings = [finding for finding in run(ANALYZER, *items) if finding.reason == "same_instruction"]
    assert {finding.item: finding.evidence[0].item for finding in findings} == {8: 7, 9: 7}


def test_examples_with_another_system_text_or_history_are_no_copies():
    items = [
        instruction("And now?", "", "Go on.", id=1, history=[{"role": "user", "text": "Hello"}]),
        instruction("And now?", "", "Go on.", id=2, history=[{"role": "user", "text": "Goodbye"}]),
        instruction("And now?", "", "Go on.", id=3, system="Be kind."),
    ]
    assert reasons(ANALYZER, *items) == set()


# --- merged ---


def test_a_second_example_at_the_tail_is_cut_by_the_fix():
    output = (
        "The Rhine is long.\n##\n6. Instruction: Name a lake.\n6. Input:\n<noinput>\n6. Output:\nBodensee"
    )
    finding = the(run(ANALYZER, instruction("Describe the Rhine.", "", output)), "merged_example")
    assert finding.fix == {"output": "The Rhine is long."}
    assert output[finding.evidence[0].start :].startswith("6. Instruction")


@pytest.mark.parametrize(
    ("task", "output"),
    [
        ("Give me a recipe for soup.", "Ingredients:\n- Water\n\nInstructions:\n1. Boil it."),
        ("Make up an instruction with an input.", "Instruction: Sort the list.\nInput: 3 1 2\nOutput: 1 2 3"),
        ("Write a quiz.", "Question: How deep is it?\nAnswer: Very."),
        ("Print the numbers.", "print(1)\n\n# Output:\n# 1"),
    ],
)
def test_recipes_quizzes_and_asked_for_examples_are_not_merged(task, output):
    assert "merged_example" not in found(task, "", output)


def test_an_instruction_cut_in_two_is_put_together_by_the_fix():
    item = instruction("Compute the sum of the numbers in the", "list. Input: 1, 2, 3", "6")
    finding = the(run(ANALYZER, item), "split_instruction")
    assert finding.fix == {
        "instruction": "Compute the sum of the numbers in the input list.",
        "input": "1, 2, 3",
    }


def test_an_input_that_names_itself_is_no_cut():
    assert found("Summarize the text.", "Input: The rain fell all day on the roofs of the town.") == set()


def test_control_tokens_of_chat_templates_are_left_overs():
    assert "special_token" in found("Hi?", "", "Hello there.<|im_end|>")


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("Hello there.<|im_end|>\n<|endoftext|>\n", {"output": "Hello there."}),
        ("<|im_start|>Hello there.", {}),
        ("One.<|im_end|>Two.", {}),
    ],
)
def test_markup_at_the_end_can_be_taken_off(text, fix):
    assert next(special_tokens("output", text)).fix == fix


# --- echo, format ---


def test_an_output_that_is_the_instruction_is_certain():
    assert "repeats_instruction" in found("Write a story about a fox.", "", "Write a  story about a fox.")


def test_a_summary_equal_to_its_text_is_pointed_at():
    text = "The rain fell all day on the roofs of the town."
    assert found("Summarize the text.", text, text) == {"repeats_input"}


@pytest.mark.parametrize(
    "task",
    [
        "Correct the grammar.",
        "Sort the words by length.",
        "Add missing commas.",
        "Is there a typo? If so, fix it.",
    ],
)
def test_an_edit_may_change_nothing(task):
    assert found(task, "I packed my bags.", "I packed my bags.") == set()


def test_broken_json_is_shown_where_it_breaks():
    output = '{"name": "Ann",\n "age": }'
    finding = the(run(ANALYZER, instruction("Return the person as JSON.", "Ann", output)), "broken_json")
    assert finding.args == {"line": 2, "column": 9}
    assert output[finding.evidence[0].start] == "}"


@pytest.mark.parametrize(
    "output", ['{"name": "Ann"}', '```json\n{"name": "Ann"}\n```', "name: Ann", '{"name": "Ann", ...}']
)
def test_json_that_reads_and_answers_that_are_no_json_are_fine(output):
    assert "broken_json" not in found("Return the person as JSON.", "Ann", output)


# --- likely rules ---


@pytest.mark.parametrize(
    "task",
    [
        "Redesign the following logo.",
        "Analyze the following painting and describe it in three sentences.",
        "Assemble this puzzle.",
        "Summarize the given article.",
    ],
)
def test_a_referent_without_content_is_a_missing_input(task):
    assert "missing_input" in found(task)


@pytest.mark.parametrize(
    "task",
    [
        "Is the following sentence true or false? Humans can breathe under water.",
        "Rewrite the following sentence: It rains.",
        'Find the verb in the following sentence "It rains".',
        "Write a function that reverses a given string.",
        "Explain the following term - entropy",
        "Solve the following equation 3x = 9",
        "Plan a diet for someone following a vegan lifestyle.",
        "Train a model on the given data set.",
    ],
)
def test_content_in_the_instruction_and_tasks_about_any_input_are_fine(task):
    assert "missing_input" not in found(task)


def test_a_conversation_before_may_hold_the_input():
    item = instruction("Summarize the given article.", history=[{"role": "user", "text": "Here it is ..."}])
    assert reasons(ANALYZER, item) == set()


def test_a_refusal_is_shown_to_its_full_stop():
    item = instruction(
        "List the capitals of Europe.", "", "I'm sorry, but I cannot provide that. Ask someone else."
    )
    finding = the(run(ANALYZER, item), "refusal")
    assert finding.evidence[0].end == len("I'm sorry, but I cannot provide that.")


@pytest.mark.parametrize(
    "task", ["Write a letter to your landlord.", "Write a short story.", "Compose a reply to this customer."]
)
def test_a_refusal_in_a_letter_or_story_is_part_of_it(task):
    assert found(task, "", "I am unable to access the building since Monday.") == set()


def test_an_answer_that_asks_for_the_input_says_so():
    assert found("Shorten it.", "", "Please provide the text you would like me to shorten.") == {"asks_back"}


def test_a_text_that_speaks_as_a_model_is_pointed_at_unless_models_are_the_subject():
    answer = "Rivers are wet, and as an AI language model I like them."
    assert "speaks_as_model" in found("Tell me about rivers.", "", answer)
    assert "speaks_as_model" not in found("What are you? Are you an AI?", "", answer)


def test_a_link_that_must_be_read_is_pointed_at():
    assert found("Summarize the article.", "https://example.org/moon") == {"unread_link"}


@pytest.mark.parametrize(
    "task", ["Extract the domain of the URL.", "Write code that downloads the page.", "Is this a valid link?"]
)
def test_a_link_as_a_string_is_fine(task):
    assert found(task, "https://example.org/moon") == set()


def test_invented_media_are_pointed_at_unless_markup_was_asked_for():
    answer = "![A chart](https://i.imgur.com/abc.png)"
    assert found("Draw a chart of the values.", "1, 2", answer) == {"invented_media"}
    assert found("Write the HTML code for an image.", "", answer) == set()


@pytest.mark.parametrize(
    "ending",
    ["because it was the", "and then he went home,", "so I took a step and", "Steps to take:\n1. Walk.\n2."],
)
def test_a_text_that_stops_in_the_middle_is_pointed_at(ending):
    assert "truncated" in found(
        "Tell me about it.",
        "",
        "He walked along the river for a long time, as he always did on a Sunday, " + ending,
    )


@pytest.mark.parametrize(
    "ending",
    ["a goal to strive for", "Kind regards,\nAnn", "\nWith heartfelt gratitude,", "WHILE", "and so it goes."],
)
def test_endings_that_only_look_open_are_fine(ending):
    assert "truncated" not in found(
        "Tell me about it.",
        "",
        "He walked along the river for a long time, as he always did on a Sunday, " + ending,
    )


def test_a_sentence_said_again_and_again_is_a_loop():
    output = (
        "We went to the sea. "
        + "It was a very long day. " * 4
        + "Then we slept, and nobody said a word about it ever again."
    )
    finding = the(run(ANALYZER, instruction("Tell.", "", output)), "loop")
    assert finding.args["count"] == 4
    assert output[finding.evidence[0].start : finding.evidence[0].end].count("It was a very long day.") == 4


def test_a_phrase_without_end_is_a_loop():
    assert "loop" in found("List films.", "", "Some good films are: The Wire, " + "Rick and Morty, " * 20)


@pytest.mark.parametrize(
    "output",
    [
        "<tr><td>x y z w</td></tr>\n" * 9,
        "7 x 1 = 7 and so on\n" * 9,
        "row = row + 1;\n" * 12,
        "la la la la la la\n",
    ],
)
def test_tables_and_code_may_repeat(output):
    assert "loop" not in found("Write it down.", "", output)


def test_an_answer_in_another_language_is_pointed_at():
    asked = "请用几句话介绍一下长江的历史和它对中国经济的重要意义。"
    answer = "The Yangtze is the longest river of Asia and carries much of the trade of the country."
    assert found(asked, "", answer) == {"other_language"}
    assert found("把这句话翻译成英文：" + asked, "", answer) == set()


@pytest.mark.parametrize(
    ("task", "output"),
    [
        ("Name four feelings.", "1. Joy\n2. Fear\n3. Anger"),
        ("Describe rain in two sentences.", "Rain is wet. It falls. It stops."),
        ("Describe rain in exactly five words.", "Rain is water falling down from the grey sky."),
        ("Describe rain in at most 5 words.", "Rain is water falling down from the grey sky."),
    ],
)
def test_a_count_that_is_off_is_pointed_at(task, output):
    assert found(task, "", output) == {"wrong_count"}


@pytest.mark.parametrize(
    ("task", "output"),
    [
        ("Name four feelings.", "1. Joy\n2. Fear\n3. Anger\n4. Love"),
        ("Describe rain in two sentences.", "Dr. Lee says it is wet. It fell in 1999."),
        ("Write 3 to 5 sentences on rain.", "Rain is wet. It falls."),
        ("Write a poem using 3 words: rain, wind, sun.", "Rain and wind and sun, all day they run and run."),
        ("Write no less than 5 words about rain.", "Rain is water falling down from the grey sky."),
        ("Write a poem of 2 lines of 3 words each.", "Rain comes down\nSun goes up"),
    ],
)
def test_a_count_that_is_right_or_open_is_fine(task, output):
    assert found(task, "", output) == set()


def test_no_reason_is_both_certain_and_weakly_prior():
    assert all(reason.prior >= 0.85 for reason in ANALYZER.reasons if reason.confidence is Confidence.CERTAIN)


def test_every_fix_can_be_applied_and_removes_its_reason():
    items = [
        instruction("Name three rivers.", "<noinput>"),
        instruction("Write a letter.", "Joe Smith\n<noinput>"),
        instruction("Price?", "", "It costs Â£30."),
        instruction("Describe it.", "", "Long.\n6. Instruction: Name a lake.\n6. Input:\n"),
        instruction("Compute the sum of the", "list. Input: 1, 2, 3", "6"),
    ]
    for item in items:
        (finding,) = run(ANALYZER, item)
        fixed = with_edits(item.parts, finding.fix)
        assert finding.reason not in found(fixed["instruction"], fixed["input"], fixed["output"])


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        (
            "What is the purpose of a bridge?",
            "桥梁让人和车辆能够安全地跨越河流、山谷和道路，把两岸的城市连接起来。",
        ),
        (
            "Give two tips for a good night of sleep.",
            "Gehen Sie jeden Abend zur gleichen Zeit ins Bett und lesen Sie noch ein wenig, aber nicht auf dem Telefon.",
        ),
        (
            "Wie lange muss man ein Ei kochen, damit es nicht zu hart wird?",
            "You should cook it for about six minutes, and then put it in cold water so that it does not get hard.",
        ),
    ],
)
def test_answers_in_other_languages_are_told_by_their_words(task, answer):
    assert found(task, "", answer) == {"other_language"}


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("Name a shop in Portugal.", "O Mercado da Ribeira."),
        ("Give me five equations.", "1. 2x + y = 3\n2. x + y = 4\n3. y = 7x\n4. x - y = 0\n5. 3y = 9"),
        (
            "Translate into German: Where is the station?",
            "Wo ist der Bahnhof und wie komme ich von hier zu dem Platz?",
        ),
        (
            "用代码打印九九乘法表，并解释你的做法和每一步的目的。",
            "```\nfor row in the_table_of_numbers: print(row)\n```",
        ),
    ],
)
def test_names_equations_translations_and_code_are_in_the_right_language(task, answer):
    assert "other_language" not in found(task, "", answer)


def test_a_forbidden_word_is_shown_where_it_stands():
    output = "The sea was blue all day."
    finding = the(
        run(ANALYZER, instruction('Describe the sea without using the word "blue".', "", output)),
        "forbidden_word",
    )
    assert output[finding.evidence[0].start : finding.evidence[0].end] == "blue"


def test_a_wanted_word_that_is_missing_is_pointed_at():
    assert found('Write a line that includes the word "autumn".', "", "The leaves fall.") == {"missing_word"}
    assert found('Write a line that includes the word "autumn".', "", "Autumnal leaves fall.") == set()
    assert found('Rewrite it without using the word "very".', "It is very good.", "It is superb.") == set()


def test_json_that_breaks_off_is_broken():
    assert "broken_json" in found(
        "Describe a city as a JSON object.", "", '{"name": "Tallinn", "people": 450000'
    )


def test_a_second_task_with_input_and_output_is_merged():
    output = "Red is a colour.\n\nTask: Is it true?\nInput: Whales are fish.\nOutput: False"
    finding = the(
        run(ANALYZER, instruction("Which of these is a colour: red or big?", "", output)), "merged_example"
    )
    assert finding.fix == {"output": "Red is a colour."}


def test_a_last_sentence_that_hangs_after_finished_ones_is_truncated():
    told = "Guests do not walk into the kitchen; they order from a menu and then they wait. "
    assert "truncated" in found("Tell.", "", told + "The waiter carries the order to the kitchen with")
    assert "truncated" not in found(
        "Tell.", "", told + "The waiter carries the order to the kitchen with care"
    )
