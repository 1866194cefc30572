"""Rows of the sales: from basket to ticket."""

from .basket import Basket, BasketSeat
from .claim import Claim
from .order import Order, OrderLine
from .payment import Payment
from .ticket import Ticket, VoidCode

__all__ = ["Basket", "BasketSeat", "Claim", "Order", "OrderLine", "Payment", "Ticket", "VoidCode"]
