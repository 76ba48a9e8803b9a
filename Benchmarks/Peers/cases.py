"""The cases that every program of the comparison is given."""

INSTRUCTION = (
    "You sort tickets into billing, refund, technical, account and shipping. "
    + "Answer with one JSON object that has a label and a reason. " * 10)


def texts(count):
    for number in range(count):
        yield f"case-{number:06}", f"Ticket {number:06}: I was charged twice for the same month. " + "Please look into it. " * 10
