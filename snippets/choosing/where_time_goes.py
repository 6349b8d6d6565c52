"""The clock counts a wait and CPU time does not, so the two together
tell which part of a job waits and which computes."""

from time import perf_counter, process_time, sleep


def download() -> bytes:
    sleep(0.5)  # stands for the wait for a server
    return bytes(400_000)


def brighten(photo: bytes) -> bytes:
    return bytes((light + 40) % 256 for light in photo)


def main() -> None:
    clock, cpu = perf_counter(), process_time()
    photo = download()
    clock, cpu = perf_counter() - clock, process_time() - cpu
    print("download mostly waits:", cpu < clock / 2)
    start = process_time()
    brighten(photo)
    print("brighten computes more:", process_time() - start > cpu)


if __name__ == "__main__":
    main()
