using Payments.Reliability.Day;
using Payments.Reliability.Providers;

namespace Payments.Reliability.Tests;

/// <summary>A day comes from its seed.</summary>
[TestFixture]
public sealed class DayPlanTests
{
    [Test]
    public void The_same_seed_gives_the_same_day()
    {
        var (one, same, other) = (DayPlan.Make(500, 5, 3), DayPlan.Make(500, 5, 3), DayPlan.Make(500, 5, 4));
        Assert.That(one.Orders.Select(Text), Is.EqualTo(same.Orders.Select(Text)));
        Assert.That(one.Kills, Is.EqualTo(same.Kills));
        Assert.That(one.Orders.Select(Text), Is.Not.EqualTo(other.Orders.Select(Text)));
    }

    [Test]
    public void A_day_has_every_provider_and_every_kind_of_order()
    {
        var orders = DayPlan.Make(2000, 0, 1).Orders;
        Assert.That(orders.Select(order => order.Order.Provider).Distinct(), Is.EquivalentTo(ShopProviders.All.Select(provider => provider.Name)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(orders.Any(order => order.Order.IsHeldFirst && order.Capture is null), Is.True, "Holds that are let go.");
            Assert.That(orders.Any(order => order.Refunds.Sum() > order.Order.Amount), Is.True, "Refunds that have to be refused.");
            Assert.That(orders.Select(order => order.Returns).Distinct(), Is.EquivalentTo([0, 1, 2]));
        }
    }

    private static string Text(OrderPlan plan) => $"{plan with { Refunds = [] }} {string.Join(' ', plan.Refunds)}";
}
