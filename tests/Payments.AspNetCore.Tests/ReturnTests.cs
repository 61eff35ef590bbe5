using System.Net;
using Payments.Simulator;

namespace Payments.AspNetCore.Tests;

/// <summary>Every provider's payer comes back: the stored payment decides what he is told, and money moves once.</summary>
internal sealed class ReturnTests
{
    private static IEnumerable<string> All => ShopProvider.All.Select(provider => provider.Label);

    private static IEnumerable<string> Confirmed => ShopProvider.Confirmed.Select(provider => provider.Label);

    [TestCaseSource(nameof(All))]
    public async Task A_payer_who_paid_comes_back_to_a_paid_order(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        var payment = await shop.OrderAsync("order-0001");
        var back = await shop.PayAsync(payment);
        Assert.That(back.Url!.OriginalString, Does.Contain("payment_return="), "The provider keeps our value.");
        Assert.That(await shop.PageAfterAsync(back), Is.EqualTo("/orders/order-0001?Completed").Or.EqualTo("/orders/order-0001?Authorized"));
        Assert.That(shop.Simulator.TotalsOf("order-0001").Charges, Is.EqualTo(1));
    }

    [TestCaseSource(nameof(All))]
    public async Task A_return_that_is_replayed_moves_nothing_more(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        var payment = await shop.OrderAsync("order-0001");
        var back = await shop.PayAsync(payment);
        var page = await shop.PageAfterAsync(back);
        var calls = shop.Simulator.Requests.Count;
        for (var i = 0; i < 3; i++)
            Assert.That(await shop.PageAfterAsync(back), Is.EqualTo(page));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shop.Simulator.Requests, Has.Count.EqualTo(calls), "What is decided costs no call.");
            Assert.That(shop.Simulator.TotalsOf("order-0001").Charges, Is.EqualTo(1));
            Assert.That(shop.Paid.Times("order-0001"), Is.LessThanOrEqualTo(1));
        }
    }

    [TestCaseSource(nameof(All))]
    public async Task Ten_windows_at_the_same_time_are_one_charge(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        var payment = await shop.OrderAsync("order-0001");
        var back = await shop.PayAsync(payment);
        var pages = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => shop.PageAfterAsync(back))));
        Assert.That(pages.Distinct().ToArray(), Is.EqualTo(new[] { "/orders/order-0001?Completed" }).Or.EqualTo(new[] { "/orders/order-0001?Authorized" }));
        Assert.That(shop.Simulator.TotalsOf("order-0001").Charges, Is.EqualTo(1));
        Assert.That(shop.Paid.Times("order-0001"), Is.LessThanOrEqualTo(1));
    }

    [TestCaseSource(nameof(All))]
    public async Task A_payer_who_gave_up_comes_back_to_an_unpaid_order(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        var payment = await shop.OrderAsync("order-0001");
        var back = shop.Simulator.PayerActions.Contains(PayerActionKind.Cancel)
            ? await shop.PlayAsync(payment, PayerActionKind.Cancel)
            : new PayerReturn(await shop.ReturnAddressAsync(payment, isCancel: true));
        var page = await shop.PageAfterAsync(back);
        Assert.That(page, Does.StartWith("/orders/order-0001?").And.Not.EndsWith("Completed").And.Not.EndsWith("Authorized"));
        Assert.That(shop.Simulator.TotalsOf("order-0001").Charges, Is.Zero);
    }

    // Anybody can open the cancel page: it cancels nothing, and it takes nothing.
    [TestCaseSource(nameof(All))]
    public async Task A_cancelling_return_of_a_payer_who_paid_cancels_nothing(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        var payment = await shop.OrderAsync("order-0001");
        var back = await shop.PayAsync(payment);
        await shop.PageAfterAsync(new PayerReturn(await shop.ReturnAddressAsync(payment, isCancel: true)));
        if (shop.Of.IsConfirmed)
            Assert.That(shop.Simulator.TotalsOf("order-0001").Charges, Is.Zero);
        Assert.That(await shop.PageAfterAsync(back), Is.EqualTo("/orders/order-0001?Completed").Or.EqualTo("/orders/order-0001?Authorized"));
        Assert.That(shop.Simulator.TotalsOf("order-0001").Charges, Is.EqualTo(1));
    }

    [TestCaseSource(nameof(All))]
    public async Task A_return_that_only_claims_to_be_paid_pays_nothing(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        var payment = await shop.OrderAsync("order-0001");
        var address = await shop.ReturnAddressAsync(payment);
        var claims = new Uri(address.OriginalString + "&status=paid&resultCode=Success&success=true&redirect_status=succeeded");
        Assert.That(await shop.PageAfterAsync(new PayerReturn(claims)), Does.StartWith("/orders/order-0001?").And.Not.EndsWith("Completed"));
        Assert.That(shop.Simulator.TotalsOf("order-0001").Charges, Is.Zero);
    }

    [TestCaseSource(nameof(Confirmed))]
    public async Task A_forged_parameter_takes_no_money_and_spoils_nothing(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        var payment = await shop.OrderAsync("order-0001");
        var back = await shop.PayAsync(payment);
        var (name, value) = shop.Of.Forgery!.Value;
        var forged = back.Method == "POST"
            ? back with { Fields = new Dictionary<string, string>(back.Fields) { [name] = value } }
            : back with { Url = new Uri($"{back.Url!.OriginalString}&{name}={value}") };
        Assert.That(await shop.PageAfterAsync(forged), Does.StartWith("/orders/order-0001?").And.Not.EndsWith("Completed").And.Not.EndsWith("Authorized"));
        Assert.That(shop.Simulator.TotalsOf("order-0001").Charges, Is.EqualTo(shop.Of.IsConfirmed ? 0 : 1));
        Assert.That(await shop.PageAfterAsync(back), Is.EqualTo("/orders/order-0001?Completed").Or.EqualTo("/orders/order-0001?Authorized"));
    }

    // Somebody else's payment, paid, is brought to one's own order.
    [TestCaseSource(nameof(Confirmed))]
    public async Task Another_payments_return_does_not_pay_for_this_one(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        var paid = await shop.OrderAsync("order-0001");
        var mine = await shop.OrderAsync("order-0002");
        var back = await shop.PayAsync(paid);
        var (ours, theirs) = ((await shop.RecordAsync(mine)).ReturnToken!, (await shop.RecordAsync(paid)).ReturnToken!);
        var stolen = back with { Url = new Uri(back.Url!.OriginalString.Replace(theirs, ours, StringComparison.Ordinal)) };
        Assert.That(await shop.PageAfterAsync(stolen), Does.StartWith("/orders/order-0002?").And.Not.EndsWith("Completed").And.Not.EndsWith("Authorized"));
        if (shop.Of.Title == "Adyen")
            await shop.Simulator.SettlePendingAsync(); // Adyen reverses in the background.
        using (Assert.EnterMultipleScope())
        {
            var (taken, given) = (shop.Simulator.TotalsOf("order-0002"), shop.Simulator.TotalsOf("order-0001"));
            Assert.That(taken.Charges, Is.Zero);
            if (shop.Of.IsConfirmed)
                Assert.That(given.Captured - given.Refunded, Is.Zero, "What was taken for the other order was given back at once.");
            Assert.That(shop.Paid.Times("order-0002"), Is.Zero);
        }
    }

    [TestCaseSource(nameof(All))]
    public async Task A_wrong_value_is_answered_as_none_and_costs_no_call(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        var payment = await shop.OrderAsync("order-0001");
        var back = await shop.PayAsync(payment);
        var calls = shop.Simulator.Requests.Count;
        var token = (await shop.RecordAsync(payment)).ReturnToken!;
        foreach (var url in new[] { back.Url!.OriginalString.Replace(token, new string('A', token.Length), StringComparison.Ordinal), Strip(back.Url!) })
        {
            using var answer = await shop.ComeBackAsync(back with { Url = new Uri(url) });
            Assert.That((answer.StatusCode, answer.Headers.Location?.OriginalString), Is.EqualTo((HttpStatusCode.SeeOther, "/")));
        }

        Assert.That(shop.Simulator.Requests, Has.Count.EqualTo(calls));
    }

    private static string Strip(Uri url) => url.GetLeftPart(UriPartial.Path);
}
