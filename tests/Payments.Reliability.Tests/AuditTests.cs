using System.Net.Http.Headers;
using Payments.Reliability.Day;
using Payments.Reliability.Hosting;
using Payments.Reliability.Providers;
using Payments.Simulator;

namespace Payments.Reliability.Tests;

/// <summary>The comparison of books and provider notices what it has to notice.</summary>
[TestFixture]
public sealed class AuditTests
{
    private const string OrderId = "D1-000001";
    private static readonly OrderPlan Plan = new(new ShopOrder("stripe", OrderId, 20m, "USD", ShopWay.Token, IsHeldFirst: false, IsDeclined: false), PayerActionKind.Pay)
    {
        Capture = 20m, Refunds = [5m],
    };

    private static readonly BookEntry Paid = new("stripe", OrderId) { IsFound = true, Status = PaymentStatus.Completed, ProviderStatus = "succeeded", Captured = 20m };
    private static readonly ChangeRow PaidRow = new(1, "change-1", "stripe", OrderId, "Answer") { Before = PaymentStatus.Unknown, After = PaymentStatus.Completed, CapturedAfter = 20m };
    private Shop _shop = null!;

    [OneTimeSetUp]
    public async Task PayAsync()
    {
        _shop = await Shop.OpenAsync(new HostDatabase(DatabaseKind.Memory, ""), speed: 1, seed: 1, providers: [ShopProviders.Named("stripe")]);
        await ChargeAsync();
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await _shop.DisposeAsync();

    [Test]
    public void Books_that_are_right_agree() => Assert.That(Compare(Paid, PaidRow).Finding, Is.EqualTo(Finding.Agrees));

    [Test]
    public void A_payment_that_nobody_recorded_is_noticed() =>
        Assert.That(Compare(Paid with { Status = PaymentStatus.RequiresAction, Captured = null }, PaidRow with { After = PaymentStatus.RequiresAction, CapturedAfter = 0 }), Is.Bad("the provider says Taken"));

    [Test]
    public void A_missing_record_is_noticed() => Assert.That(Compare(new BookEntry("stripe", OrderId)), Is.Bad("not exactly one record"));

    [Test]
    public void Another_amount_is_noticed() => Assert.That(Compare(Paid with { Captured = 19m }, PaidRow with { CapturedAfter = 19m }), Is.Bad("captured 19"));

    [Test]
    public void A_refund_that_never_was_is_noticed() => Assert.That(
        Compare(Paid with { Status = PaymentStatus.PartiallyRefunded, Refunded = 5m }, PaidRow with { After = PaymentStatus.PartiallyRefunded, RefundedAfter = 5m }), Is.Bad("refunded 0"));

    [Test]
    public void A_row_that_was_written_twice_is_noticed() => Assert.That(Compare(Paid, PaidRow, PaidRow with { Number = 2 }), Is.Bad("stands there 2 times"));

    [Test]
    public void A_row_that_is_missing_is_noticed() => Assert.That(Compare(Paid), Is.Bad("the handler's last row says Unknown"));

    [Test]
    public void A_gap_between_rows_is_noticed() => Assert.That(
        Compare(Paid, PaidRow with { After = PaymentStatus.RequiresAction, CapturedAfter = 0 }, PaidRow with { Number = 2, ChangeId = "change-2", Before = PaymentStatus.Processing }), Is.Bad("begins at Processing"));

    [Test]
    public async Task A_second_charge_is_noticed()
    {
        await using var other = await Shop.OpenAsync(new HostDatabase(DatabaseKind.Memory, ""), speed: 1, seed: 1, providers: [ShopProviders.Named("stripe")]);
        await ChargeAsync(other);
        await ChargeAsync(other);
        Assert.That(new Audit(other, new HashSet<string>()).Compare(Plan, Paid, [PaidRow]), Is.Bad("charged 2 times"));
    }

    [Test]
    public void Only_what_nobody_can_know_is_unresolved()
    {
        var untold = new BookEntry("stripe", "D1-000002") { IsFound = true, IsUntold = true, Open = ["Create?"] };
        var plan = Plan with { Order = Plan.Order with { OrderId = "D1-000002" } };
        Assert.That(new Audit(_shop, new HashSet<string>()).Compare(plan, untold, []).Finding, Is.EqualTo(Finding.Unresolved));
        Assert.That(new Audit(_shop, new HashSet<string>()).Compare(Plan, untold with { OrderId = OrderId }, []), Is.Bad("the provider says Taken"));
        Assert.That(new Audit(_shop, new HashSet<string>()).Compare(plan, untold with { CheckAt = DateTimeOffset.UnixEpoch }, []), Is.Bad("Unknown"), "The reconciler is not done with it.");
    }

    private OrderFinding Compare(BookEntry book, params ChangeRow[] rows) => new Audit(_shop, new HashSet<string>()).Compare(Plan, book, rows);

    private Task ChargeAsync() => ChargeAsync(_shop);

    private static async Task ChargeAsync(Shop shop)
    {
        var stripe = (StripeSimulator)shop.SimulatorOf("stripe");
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", stripe.SecretKey);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["amount"] = "2000", ["currency"] = "usd", ["payment_method"] = "pm_card_visa", ["confirm"] = "true", ["metadata[order_id]"] = OrderId,
            ["automatic_payment_methods[enabled]"] = "true", ["automatic_payment_methods[allow_redirects]"] = "never",
        });
        using var response = await http.PostAsync(new Uri(stripe.BaseAddress, "/v1/payment_intents"), form);
        response.EnsureSuccessStatusCode();
    }
}

/// <summary>A finding that is a defect, for the reason that is meant.</summary>
internal static class BadFindings
{
    extension(Is)
    {
        internal static NUnit.Framework.Constraints.Constraint Bad(string reason) =>
            Has.Property(nameof(OrderFinding.Finding)).EqualTo(Finding.Disagrees).And.Property(nameof(OrderFinding.Reason)).Contains(reason);
    }
}
