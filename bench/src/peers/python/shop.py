"""The same shop as it is usually written in Python: Flask behind gunicorn, redis-py, an order stored by SET and XADD."""

import json
import os
import uuid

import redis
from flask import Flask, jsonify, request

PRICES = {"bench-adult": 25.0, "bench-child": 12.0}

app = Flask(__name__)
store = redis.Redis(unix_socket_path=os.environ["REDIS_SOCKET"], decode_responses=True)


def is_text(value):
    return isinstance(value, str) and 0 < len(value) <= 100


def problem_of(order):
    """What is wrong with an order; None if nothing is."""
    customer, items = order.get("customer"), order.get("items")
    if not isinstance(customer, dict) or not is_text(customer.get("name")) or not is_text(customer.get("email")):
        return "customer must have a name and an email"
    if not isinstance(items, list) or not 1 <= len(items) <= 20:
        return "items must be a list of 1 to 20"
    for item in items:
        if not isinstance(item, dict) or item.get("ticketId") not in PRICES:
            return "unknown ticket"
        qty = item.get("qty")
        if not isinstance(qty, int) or isinstance(qty, bool) or qty < 1:
            return "qty must be at least 1"
    return None if is_text(order.get("paymentMethod")) else "paymentMethod is missing"


@app.post("/v1/orders")
def place():
    order = request.get_json(silent=True)
    problem = problem_of(order) if isinstance(order, dict) else "the body must be an object"
    if problem is not None:
        return jsonify(error=problem), 400
    order_id = str(uuid.uuid4())
    total = sum(PRICES[item["ticketId"]] * item["qty"] for item in order["items"])
    stored = {
        "orderId": order_id,
        "customer": order["customer"],
        "items": order["items"],
        "paymentMethod": order["paymentMethod"],
        "grandTotal": total,
        "status": "pending",
    }
    with store.pipeline() as pipeline:
        pipeline.set(f"order:{order_id}", json.dumps(stored))
        pipeline.xadd("orders", {"orderId": order_id})
        pipeline.execute()
    answer = jsonify(orderId=order_id, status="pending", grandTotal=total, currency="EUR", message="In line.")
    return answer, 201, {"Location": f"/v1/orders/{order_id}"}


@app.get("/v1/orders/<order_id>")
def read(order_id):
    text = store.get(f"order:{order_id}")
    if text is None:
        return jsonify(error="no such order"), 404
    return app.response_class(text, mimetype="application/json")
