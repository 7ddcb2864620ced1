"""The worker of that shop: reads orders from the stream, and takes each item's stock by one call of a script."""

import json
import os

import redis

store = redis.Redis(unix_socket_path=os.environ["REDIS_SOCKET"], decode_responses=True)
take_stock = store.register_script("""
local left = tonumber(redis.call('GET', KEYS[1]))
if not left or left < tonumber(ARGV[1]) then return 0 end
redis.call('DECRBY', KEYS[1], ARGV[1])
return 1
""")


def settle(order):
    taken = []
    for item in order["items"]:
        key = f"stock:{item['ticketId']}"
        if take_stock(keys=[key], args=[item["qty"]]) == 1:
            taken.append((key, item["qty"]))
            continue
        for taken_key, qty in taken:
            store.incrby(taken_key, qty)
        return "rejected"
    return "confirmed"


def main():
    try:
        store.xgroup_create("orders", "workers", id="0", mkstream=True)
    except redis.ResponseError as error:
        if "BUSYGROUP" not in str(error):
            raise
    print("ready", flush=True)
    while True:
        for _, entries in store.xreadgroup("workers", "one", {"orders": ">"}, count=64, block=1000) or []:
            for entry_id, fields in entries:
                key = f"order:{fields['orderId']}"
                order = json.loads(store.get(key))
                order["status"] = settle(order)
                with store.pipeline() as pipeline:
                    pipeline.set(key, json.dumps(order))
                    pipeline.xack("orders", "workers", entry_id)
                    pipeline.xdel("orders", entry_id)
                    pipeline.execute()


if __name__ == "__main__":
    main()
