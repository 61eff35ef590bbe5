using System.Text.Json;
using NUnit.Framework;

namespace Payments.Conformance;

/// <content>Making a payment.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    /// <summary>The answer names the payment, keeps what was asked for and says when it was made.</summary>
    [Test]
    public async Task Creating_names_the_payment()
    {
        await using var host = await StartAsync();
        var draft = Draft(host);
        var payment = await host.Provider.CreatePaymentAsync(NewPayment(draft));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.Reference.Provider, Is.EqualTo(host.Provider.Name));
            Assert.That(payment.Reference.OrderId, Is.EqualTo(draft.OrderId));
            Assert.That(payment.Amount, Is.EqualTo(draft.Amount));
            Assert.That(payment.CaptureMode, Is.EqualTo(draft.CaptureMode));
            Assert.That(payment.Status, Is.Not.EqualTo(PaymentStatus.Unknown));
            Assert.That(payment.CreatedAt, Is.EqualTo(host.Clock.GetUtcNow()).Within(TimeSpan.FromMinutes(5)));
            Assert.That(PaymentReference.Parse(payment.Reference.ToString()), Is.EqualTo(payment.Reference));
            Assert.That(payment.Method, Is.EqualTo(PaymentMethod.Unspecified).Or.AnyOf(host.Provider.Capabilities.PaymentMethods.Cast<object>().ToArray()));
        }
    }

    /// <summary>An unpaid payment says what the payer has to do, completely; one that is decided asks for nothing.</summary>
    [Test]
    public async Task Creating_tells_what_comes_next()
    {
        await using var host = await StartAsync();
        var payment = await CreateAsync(host);
        if (payment.Status is PaymentStatus.RequiresAction)
            Assert.That(payment.NextAction, Is.Not.Null);
        switch (payment.NextAction)
        {
            case null:
                Assert.That(payment.Status, Is.Not.EqualTo(PaymentStatus.RequiresAction));
                break;
            case RedirectAction page:
                Assert.That(page.Url.IsAbsoluteUri, Is.True);
                break;
            case FormPostAction form:
                Assert.That(form.Url.IsAbsoluteUri, Is.True);
                Assert.That(form.Fields, Is.Not.Empty);
                break;
            case ClientSdkAction sdk:
                Assert.That(sdk.Sdk, Is.Not.Empty);
                Assert.That(JsonDocument.Parse(sdk.Parameters.Reveal()).RootElement.ValueKind, Is.EqualTo(JsonValueKind.Object));
                break;
            case BankDepositAction deposit:
                Assert.That(deposit.AccountNumber ?? deposit.InstructionsUrl?.OriginalString, Is.Not.Null);
                break;
            case CryptoTransferAction transfer:
                Assert.That(transfer.Addresses, Is.Not.Empty);
                break;
            case DisplayAction display:
                Assert.That(display.Data ?? display.ImageUrl?.OriginalString ?? display.PageUrl?.OriginalString, Is.Not.Null);
                break;
        }
    }

    /// <summary>The wire carries the amount in the provider's own unit, and what comes back is the amount again.</summary>
    /// <param name="decimals">How many decimals the currency has.</param>
    [TestCase(0)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task An_amount_survives_in_a_currency_with_decimals(int decimals)
    {
        await using var host = await StartAsync();
        if (CurrencyWith(host, decimals) is not { } currency)
        {
            Assert.Ignore($"No currency with {decimals} decimals is known to work with the provider, in this way to pay.");
            return;
        }

        var amount = new Money(decimals switch { 0 => 12_340m, 2 => 123.45m, _ => 123.450m }, currency);
        var payment = await PayAsync(host, amount);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.Amount, Is.EqualTo(amount));
            Assert.That(payment.CapturedAmount, Is.EqualTo(amount));
            Assert.That(TotalsOf(host, payment).Captured, Is.EqualTo(OnTheWire(amount)), "What the provider took, in its own unit.");
        }
    }

    /// <summary>An amount that the currency cannot hold is refused, never rounded.</summary>
    /// <param name="decimals">How many decimals the currency has.</param>
    [TestCase(0)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task An_amount_that_is_too_fine_is_refused_before_sending(int decimals)
    {
        await using var host = await StartAsync();
        if (CurrencyWith(host, decimals) is not { } currency)
        {
            Assert.Ignore($"No currency with {decimals} decimals is known to work with the provider, in this way to pay.");
            return;
        }

        await AssertRefusedBeforeSendingAsync(host, new Money(decimals switch { 0 => 12_340.5m, 2 => 123.455m, _ => 123.4555m }, currency), PaymentErrorCode.InvalidAmount);
    }

    /// <summary>Nothing and less than nothing cannot be paid.</summary>
    /// <param name="amount">The amount.</param>
    [TestCase(0)]
    [TestCase(-1)]
    public async Task An_amount_that_is_not_positive_is_refused_before_sending(int amount)
    {
        await using var host = await StartAsync();
        await AssertRefusedBeforeSendingAsync(host, Whole(host) with { Amount = amount }, PaymentErrorCode.InvalidAmount);
    }

    /// <summary>A currency outside of a list that claims to be whole is refused; otherwise the provider decides, and no answer breaks the caller.</summary>
    [Test]
    public async Task A_currency_that_is_not_listed_is_refused()
    {
        await using var host = await StartAsync();
        var currencies = host.Provider.Capabilities.Currencies;
        var other = Payments.Currency.Known.First(currency => currency.Exponent is not null && !currencies.Known.Contains(currency));
        if (currencies.IsExhaustive)
        {
            await AssertRefusedBeforeSendingAsync(host, new Money(100m, other), PaymentErrorCode.UnsupportedCurrency);
            return;
        }

        var thrown = await CatchAsync(() => CreateAsync(host, new Money(100m, other)));
        Assert.That(thrown, Is.Null.Or.InstanceOf<PaymentException>());
    }

    /// <summary>An order id that nobody can use is refused with the rule.</summary>
    [Test]
    public async Task An_empty_order_id_is_refused_before_sending()
    {
        await using var host = await StartAsync();
        var thrown = await ThrowsAsync<PaymentRequestException>(() => host.Provider.CreatePaymentAsync(NewPayment(Draft(host) with { OrderId = " " })));
        Assert.That(thrown.Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
        Assert.That(host.Sent, Is.Zero);
    }

    private async Task AssertRefusedBeforeSendingAsync(ConformanceHost<TSimulator> host, Money amount, PaymentErrorCode code)
    {
        var request = NewPayment(Draft(host, amount));
        var thrown = await ThrowsAsync<PaymentRequestException>(() => host.Provider.CreatePaymentAsync(request));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(thrown.Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
            Assert.That(thrown.Error.Code, Is.EqualTo(code));
            Assert.That(host.Sent, Is.Zero, "Nothing may be sent.");
        }
    }

    private Currency? CurrencyWith(ConformanceHost<TSimulator> host, int decimals)
    {
        string[] first = decimals switch { 0 => ["KRW", "JPY"], 2 => ["USD", "EUR"], _ => ["KWD", "BHD"] };
        var known = host.Provider.Capabilities.Currencies.Known.Where(currency => currency.Exponent == decimals && !currency.IsCrypto && PaysIn(currency)).ToList();
        var found = first.Select(Payments.Currency.Parse).Where(known.Contains).Concat(known).ToList();
        return found.Count == 0 ? null : found[0];
    }
}
