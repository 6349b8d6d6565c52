"""One None for each worker, behind the last order, tells all of them
that no more orders come."""

from multiprocessing import Process, Queue, queues


def bake(
    orders: "queues.Queue[str | None]", shelf: "queues.Queue[str]"
) -> None:
    while (loaf := orders.get()) is not None:
        shelf.put(f"{loaf} is ready")


def main() -> None:
    orders: queues.Queue[str | None] = Queue()
    shelf: queues.Queue[str] = Queue()
    loaves = ["white bread", "rye bread", "oat bread"]
    bakers = [
        Process(target=bake, args=(orders, shelf)) for _ in range(2)
    ]
    for baker in bakers:
        baker.start()
    for order in [*loaves, *(None for _ in bakers)]:
        orders.put(order)
    for ready in sorted(shelf.get() for _ in loaves):
        print(ready)
    for baker in bakers:
        baker.join()
    print("exit codes:", [baker.exitcode for baker in bakers])


if __name__ == "__main__":
    main()
