"""What the shop's pages say of seats."""

from django import template

from kithkin.sales import places

register = template.Library()
register.filter("where", places.where)
