using System.Text;

namespace Payments.Samples.Tests.Acorn;

/// <summary>A provider with just the operations it is given.</summary>
internal sealed class AcornProvider(AcornSimulator server, PaymentOperations operations) : PaymentProvider("acorn")
{
    private Money _amount;

    /// <summary>Gives back another amount than was asked for.</summary>
    public bool CheatsOnRefunds { get; init; }

    public override PaymentProviderCapabilities Capabilities { get; } = new()
    {
        Operations = operations,
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "KRW"),
        PaymentMethods = new HashSet<PaymentMethod> { PaymentMethod.Card },
    };

    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        (server.OrderId, _amount) = (request.OrderId, request.Amount);
        return Task.FromResult(Read() with { NextAction = new FormPostAction(new Uri("https://acorn.example/pay")) });
    }

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        Assert.That(request.ReturnParameters, Is.EquivalentTo(new Dictionary<string, string> { ["lang"] = "ko", ["nut"] = "brown" }));
        Assert.That(request.Amount, Is.EqualTo(_amount));
        server.Status = PaymentStatus.Completed;
        server.Taken = _amount.Amount;
        return Task.FromResult(Read());
    }

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default) => Task.FromResult(Read());

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        if (!operations.HasFlag(PaymentOperations.Refund))
            return base.RefundPaymentAsync(request, cancellationToken);
        server.GivenBack = _amount.Amount;
        server.Status = PaymentStatus.Refunded;
        return Task.FromResult(new Refund
        {
            Provider = Name, RefundId = "r1", Payment = request.Payment, Status = RefundStatus.Completed, ProviderStatus = "back",
            Amount = CheatsOnRefunds ? new Money(1, _amount.Currency) : _amount, CreatedAt = DateTimeOffset.UnixEpoch,
        });
    }

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(new VerifiedWebhook
        {
            Provider = Name, Trust = WebhookTrust.Hint, Body = request.Body,
            References = [new PaymentReference(Name, null, Encoding.UTF8.GetString(request.Body.Span))],
        });

    public override Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<PaymentEvent>>(
            [new PaymentEvent { EventId = "evt1", Provider = Name, Type = PaymentEventType.PaymentUpdated, ProviderEventType = "agreed", Payment = Read() }]);

    private Payment Read() => new()
    {
        Reference = new PaymentReference(Name, "a1", server.OrderId), Status = server.Status, ProviderStatus = "", Amount = _amount,
        CapturedAmount = server.Taken > 0 ? _amount : null,
        RefundedAmount = server.GivenBack > 0 ? _amount : null,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
