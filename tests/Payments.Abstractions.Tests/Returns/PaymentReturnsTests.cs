using Microsoft.Extensions.DependencyInjection;

namespace Payments.Abstractions.Tests;

/// <summary>A payer who comes back is known by our own value; what else the browser brings is a hint, and the stored payment is what counts.</summary>
internal sealed class PaymentReturnsTests
{
    private static readonly Dictionary<string, string> Agreed = new() { ["grant"] = "g1" };

    private static readonly PaymentProviderCapabilities RedirectOnly =
        FakeProvider.Everything with { Operations = FakeProvider.Everything.Operations & ~PaymentOperations.Confirm };

    [TestCase(null)]
    [TestCase("")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAA'")]
    [TestCase("short")]
    public async Task A_value_that_is_not_ours_is_as_good_as_none(string? token)
    {
        await using var host = new PaymentHost();
        await PayAsync(host);
        var calls = host.Fake.Calls.Count;
        Assert.That(await Returns(host).HandleAsync(Make.Provider, token, Agreed), Is.EqualTo(PaymentReturn.NotRecognised));
        Assert.That(await Returns(host).HandleCancelledAsync(Make.Provider, token), Is.EqualTo(PaymentReturn.NotRecognised));
        Assert.That(host.Fake.Calls, Has.Count.EqualTo(calls));
    }

    [Test]
    public async Task The_value_of_another_registrations_payment_is_not_recognised()
    {
        await using var host = new PaymentHost(payments: payments => payments.AddProvider("other", (_, _) => new FakeProvider("other")));
        var token = await PayAsync(host);
        Assert.That(await Returns(host).HandleAsync("other", token, Agreed), Is.EqualTo(PaymentReturn.NotRecognised));
        Assert.That((await Returns(host).HandleAsync(Make.Provider, token, Agreed)).Result, Is.EqualTo(PaymentReturnResult.Confirmed));
    }

    [Test]
    public async Task An_unknown_provider_is_an_error_of_the_caller()
    {
        await using var host = new PaymentHost();
        Assert.That(() => Returns(host).HandleAsync("nobody", null, Agreed), Throws.ArgumentException);
    }

    [TestCase(PaymentStatus.RequiresConfirmation)]
    [TestCase(PaymentStatus.RequiresAction)]
    [TestCase(PaymentStatus.Unknown)]
    public async Task A_payment_that_waits_is_confirmed_with_what_the_memory_knows(PaymentStatus status)
    {
        await using var host = new PaymentHost();
        var token = await PayAsync(host, status);
        var back = await Returns(host).HandleAsync(Make.Provider, token, Agreed);
        var sent = host.Fake.CallsOf(PaymentOperations.Confirm).Single().As<ConfirmPaymentRequest>();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((back.Result, back.Payment!.Status, back.Error), Is.EqualTo((PaymentReturnResult.Confirmed, PaymentStatus.Completed, (PaymentError?)null)));
            Assert.That((sent.Amount, sent.Payment.PaymentId), Is.EqualTo((Make.Usd(100), "pay_1")));
            Assert.That(sent.ReturnParameters, Is.EquivalentTo(Agreed));
        }
    }

    [TestCase(PaymentStatus.Completed)]
    [TestCase(PaymentStatus.Authorized)]
    [TestCase(PaymentStatus.Cancelled)]
    public async Task What_is_decided_is_answered_without_a_call(PaymentStatus status)
    {
        await using var host = new PaymentHost();
        var token = await PayAsync(host, status);
        var back = await Returns(host).HandleAsync(Make.Provider, token, Agreed);
        Assert.That((back.Result, back.Payment!.Status), Is.EqualTo((PaymentReturnResult.Known, status)));
        Assert.That(host.Fake.Calls, Has.Count.EqualTo(1));
    }

    // The window was left or declined, and opened again: what the payer agreed to now lapses unless it is confirmed.
    [TestCase(PaymentStatus.Failed)]
    [TestCase(PaymentStatus.Expired)]
    public async Task Another_try_after_one_that_ended_is_read_and_confirmed(PaymentStatus ended)
    {
        await using var host = new PaymentHost();
        var token = await PayAsync(host, ended);
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.RequiresConfirmation));
        var back = await Returns(host).HandleAsync(Make.Provider, token, Agreed);
        Assert.That((back.Result, back.Payment!.Status), Is.EqualTo((PaymentReturnResult.Confirmed, PaymentStatus.Completed)));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Confirm).Single().As<ConfirmPaymentRequest>().ReturnParameters, Is.EquivalentTo(Agreed));
    }

    // A read may know of the first try alone: whether there is another one, the provider says when it is to be confirmed.
    [TestCase(PaymentStatus.Failed)]
    [TestCase(PaymentStatus.Expired)]
    public async Task Another_try_that_no_read_knows_of_is_confirmed_too(PaymentStatus ended)
    {
        await using var host = new PaymentHost();
        var token = await PayAsync(host, ended);
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(ended));
        var back = await Returns(host).HandleAsync(Make.Provider, token, Agreed);
        Assert.That((back.Result, back.Payment!.Status), Is.EqualTo((PaymentReturnResult.Confirmed, PaymentStatus.Completed)));
    }

    [TestCase(PaymentStatus.Failed)]
    [TestCase(PaymentStatus.Expired)]
    public async Task What_was_paid_meanwhile_is_not_confirmed_once_more(PaymentStatus ended)
    {
        await using var host = new PaymentHost();
        var token = await PayAsync(host, ended);
        host.Step();
        Assert.That((await Returns(host).HandleAsync(Make.Provider, token, Agreed)).Payment!.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Confirm), Is.Empty);
    }

    [TestCase(PaymentStatus.Failed)]
    [TestCase(PaymentStatus.Expired)]
    public async Task Who_comes_back_with_nothing_has_agreed_to_nothing_more(PaymentStatus ended)
    {
        await using var host = new PaymentHost();
        var token = await PayAsync(host, ended);
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(ended));
        Assert.That((await Returns(host).HandleAsync(Make.Provider, token, new Dictionary<string, string>())).Payment!.Status, Is.EqualTo(ended));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Confirm), Is.Empty);
    }

    [TestCase(PaymentStatus.RequiresAction)]
    [TestCase(PaymentStatus.Pending)]
    [TestCase(PaymentStatus.Failed)]
    public async Task A_provider_without_confirmation_is_read(PaymentStatus status)
    {
        await using var host = new PaymentHost(RedirectOnly);
        var token = await PayAsync(host, status);
        var back = await Returns(host).HandleAsync(Make.Provider, token, new Dictionary<string, string> { ["status"] = "paid" });
        Assert.That((back.Result, back.Payment!.Status), Is.EqualTo((PaymentReturnResult.Read, PaymentStatus.Completed)));
    }

    [Test]
    public async Task A_cancelling_return_confirms_nothing_and_cancels_nothing()
    {
        await using var host = new PaymentHost();
        var token = await PayAsync(host, PaymentStatus.RequiresConfirmation);
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.RequiresConfirmation));
        var back = await Returns(host).HandleCancelledAsync(Make.Provider, token);
        Assert.That((back.Result, back.Payment!.Status), Is.EqualTo((PaymentReturnResult.Read, PaymentStatus.RequiresConfirmation)));
        Assert.That(host.Fake.Calls.Select(call => call.Operation), Is.EqualTo(new[] { PaymentOperations.Create, PaymentOperations.Get }));
    }

    [Test]
    public async Task A_hundred_windows_confirm_once()
    {
        await using var host = new PaymentHost();
        var token = await PayAsync(host);
        await host.Fake.EnteredAsync();
        host.Fake.Close();
        var windows = Enumerable.Range(0, 100).Select(_ => Task.Run(() => Returns(host).HandleAsync(Make.Provider, token, Agreed))).ToList();
        await host.Fake.EnteredAsync();
        host.Fake.Open();
        var answers = await Task.WhenAll(windows);
        Assert.That(host.Fake.CallsOf(PaymentOperations.Confirm), Has.Count.EqualTo(1));
        Assert.That(answers.Select(answer => answer.Payment!.Status), Is.All.EqualTo(PaymentStatus.Completed));
        Assert.That((await Returns(host).HandleAsync(Make.Provider, token, Agreed)).Result, Is.EqualTo(PaymentReturnResult.Known));
    }

    // Two windows of one order bring two one-shot tokens; a provider without keys would charge each of them.
    [Test]
    public async Task Another_windows_token_is_not_confirmed_beside_the_first()
    {
        await using var host = new PaymentHost();
        var token = await PayAsync(host);
        host.Fake.Close();
        var first = Returns(host).HandleAsync(Make.Provider, token, Agreed);
        await host.Fake.EnteredAsync();
        await host.Fake.EnteredAsync();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.RequiresAction));
        var second = Returns(host).HandleAsync(Make.Provider, token, new Dictionary<string, string> { ["grant"] = "g2" });
        await host.Fake.EnteredAsync(); // It is the read that comes in, beside the confirmation that is held.
        host.Fake.Open();
        await Task.WhenAll(first, second);
        Assert.That(host.Fake.CallsOf(PaymentOperations.Confirm), Has.Count.EqualTo(1));
        Assert.That((await first).Payment!.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task Parameters_that_are_refused_lead_to_a_read()
    {
        await using var host = new PaymentHost();
        var token = await PayAsync(host);
        host.Fake.Throws(PaymentOperations.Confirm, new PaymentRequestException("Of another order.", PaymentErrorCode.Mismatch))
            .Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.RequiresAction));
        var forged = await Returns(host).HandleAsync(Make.Provider, token, new Dictionary<string, string> { ["grant"] = "stolen" });
        Assert.That((forged.Result, forged.Payment!.Status, forged.Error!.Code), Is.EqualTo((PaymentReturnResult.Read, PaymentStatus.RequiresAction, PaymentErrorCode.Mismatch)));

        var good = await Returns(host).HandleAsync(Make.Provider, token, Agreed);
        Assert.That((good.Result, good.Payment!.Status), Is.EqualTo((PaymentReturnResult.Confirmed, PaymentStatus.Completed)));
    }

    [Test]
    public async Task An_unknown_outcome_leaves_the_payment_unclear_and_is_not_confirmed_by_other_parameters()
    {
        await using var host = new PaymentHost();
        var token = await PayAsync(host);
        host.Fake.Throws(PaymentOperations.Confirm, Make.Unknown());
        var unclear = await Returns(host).HandleAsync(Make.Provider, token, Agreed);
        Assert.That((unclear.Result, unclear.Payment!.Status), Is.EqualTo((PaymentReturnResult.Unclear, PaymentStatus.RequiresAction)));

        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.RequiresAction));
        var other = await Returns(host).HandleAsync(Make.Provider, token, new Dictionary<string, string> { ["grant"] = "g2" });
        Assert.That((other.Result, other.Error!.Code), Is.EqualTo((PaymentReturnResult.Read, PaymentErrorCode.InProgress)));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Confirm), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_failing_read_leaves_the_payment_unclear()
    {
        await using var host = new PaymentHost(RedirectOnly);
        var token = await PayAsync(host);
        host.Fake.Throws(PaymentOperations.Get, Make.NeverSent());
        var back = await Returns(host).HandleAsync(Make.Provider, token, Agreed);
        Assert.That((back.Result, back.Payment!.Status, back.Error!.Code), Is.EqualTo((PaymentReturnResult.Unclear, PaymentStatus.RequiresAction, PaymentErrorCode.NetworkError)));
    }

    // The payer chose another card on the provider's page and comes back with the same parameters.
    [Test]
    public async Task A_payer_who_tries_again_is_confirmed_again()
    {
        await using var host = new PaymentHost();
        var token = await PayAsync(host);
        host.Fake.Answers(PaymentOperations.Confirm, Make.Payment(PaymentStatus.RequiresAction) with { Error = Make.Error(PaymentErrorCode.Declined, PaymentErrorKind.Declined) });
        var declined = await Returns(host).HandleAsync(Make.Provider, token, Agreed);
        Assert.That((declined.Payment!.Status, declined.Error!.Code), Is.EqualTo((PaymentStatus.RequiresAction, PaymentErrorCode.Declined)));
        host.Step();
        Assert.That((await Returns(host).HandleAsync(Make.Provider, token, Agreed)).Payment!.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    // A process that died holds the claim until its lease ends: the payer does not wait that long.
    [Test]
    public async Task A_payer_waits_no_longer_than_the_patience_for_another_window()
    {
        await using var host = new PaymentHost(options: options => options.ReturnPatience = TimeSpan.FromSeconds(5));
        var token = await PayAsync(host);
        host.Fake.Close();
        var first = Returns(host).HandleAsync(Make.Provider, token, Agreed);
        await host.Fake.EnteredAsync();
        await host.Fake.EnteredAsync();
        var second = Returns(host).HandleAsync(Make.Provider, token, Agreed);
        while (!second.IsCompleted)
        {
            host.Step(6);
            await Task.Yield();
        }

        Assert.That(((await second).Result, (await second).Error!.Code), Is.EqualTo((PaymentReturnResult.Unclear, PaymentErrorCode.Timeout)));
        host.Fake.Open();
        Assert.That((await first).Result, Is.EqualTo(PaymentReturnResult.Confirmed), "What was sent is waited for.");
    }

    private static PaymentReturns Returns(PaymentHost host) => host.Services.GetRequiredService<PaymentReturns>();

    private static async Task<string> PayAsync(PaymentHost host, PaymentStatus status = PaymentStatus.RequiresAction)
    {
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(status, captured: status.IsPaid() ? 100 : null, authorized: status is PaymentStatus.Authorized ? 100 : null));
        await host.Provider.CreatePaymentAsync(
            new PaymentRequest { Amount = Make.Usd(100), OrderId = "Order-1001", Method = PaymentMethod.Card, ReturnUrl = new Uri("https://shop.example/ok") });
        host.Step();
        return (await host.RecordAsync())!.ReturnToken!;
    }
}
