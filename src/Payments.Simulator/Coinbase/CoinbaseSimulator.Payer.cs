using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <content>The operations, and what the payer, the chain and time do.</content>
public sealed partial class CoinbaseSimulator
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<PayerActionKind> PayerActions { get; } =
        [PayerActionKind.Pay, PayerActionKind.PayLate, PayerActionKind.Decline, PayerActionKind.Cancel];

    /// <inheritdoc/>
    public override Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() => Settle(id, succeed)));

    /// <inheritdoc/>
    public override Task ExpireAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(
        () =>
        {
            var checkout = Find(paymentId);
            if (checkout.Status is not CoinbaseCheckout.Active)
                throw new InvalidOperationException($"'{paymentId}' cannot expire: it is {checkout.Status}.");
            _checkouts.Expire(checkout);
        },
        cancellationToken);

    /// <summary>Lets a refund that is under way fail. One that is done stands on the chain and cannot.</summary>
    /// <param name="refundId">Coinbase's id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When it has failed.</returns>
    /// <exception cref="NotSupportedException">The refund is done.</exception>
    public override Task FailRefundAsync(string refundId, CancellationToken cancellationToken = default) => AloneAsync(
        () =>
        {
            var checkout = _checkouts.All.Find(c => c.Refunds.Exists(r => r.Id == refundId)) ?? throw Unknown(refundId);
            var refund = checkout.Refunds.Find(r => r.Id == refundId)!;
            if (refund.Status is not CoinbaseCheckoutRefund.Pending)
                throw Unsupported("has no refunds that fail after they were completed");
            _checkouts.Settle(checkout, refund, succeed: false);
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        Map(routes, "/api/v1/checkouts", isSandbox: false);
        Map(routes, "/sandbox/api/v1/checkouts", isSandbox: true);
        MapPayerPage(routes, "/payment-links/{id}", id => Known(id) is not { } checkout ? null : new PayerPage(
            checkout.Description ?? "Payment",
            $"{CoinbaseCheckout.Text(checkout.Usdc)} USDC on Base ({checkout.Status})",
            checkout.Status is CoinbaseCheckout.Active));
    }

    /// <inheritdoc/>
    protected override PayerReturn Play(string paymentIdOrUrl, PayerAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Sweep();
        var checkout = Find(paymentIdOrUrl);
        if (action.Kind is PayerActionKind.Cancel)
            return Back(checkout.FailUrl);
        if (checkout.Status is not CoinbaseCheckout.Active)
            throw new InvalidOperationException($"'{paymentIdOrUrl}' cannot be paid: it is {checkout.Status}.");
        switch (action.Kind)
        {
            case PayerActionKind.Pay:
                _checkouts.Pay(checkout);
                break;
            case PayerActionKind.PayLate:
                _checkouts.Process(checkout);
                break;
            default:
                _checkouts.Fail(checkout);
                return Back(checkout.FailUrl);
        }

        return Back(checkout.SuccessUrl);
    }

    private void Map(SimulatorRoutes routes, string root, bool isSandbox)
    {
        routes.Map("POST", root, Answering(r => (201, _checkouts.Create(r, isSandbox).ToJson())));
        routes.Map("GET", root, Answering(r => (200, _checkouts.List(r.Fields, isSandbox))));
        routes.Map("GET", root + "/{id}", Answering(r => (200, Of(r).ToJson())));
        routes.Map("POST", root + "/{id}/deactivate", Answering(r =>
        {
            var checkout = Of(r);
            _checkouts.Deactivate(checkout);
            return (200, checkout.ToJson());
        }));
        routes.Map("POST", root + "/{id}/refund", Answering(r =>
        {
            var checkout = Of(r);
            var refund = _checkouts.Refund(checkout, r);
            return (200, new JsonObject { ["checkout"] = checkout.ToJson(), ["refund"] = refund.ToJson(checkout) });
        }));

        CoinbaseCheckout Of(SimulatedRequest request) => _checkouts.Get(request.RouteValues["id"], isSandbox);
    }

    private Func<SimulatedRequest, SimulatedResponse> Answering(Func<SimulatedRequest, (int Status, JsonObject Body)> handler) => request =>
    {
        try
        {
            Sweep();
            var (status, body) = handler(request);
            return SimulatedResponse.Json(status, body);
        }
        catch (CoinbaseRefusal refusal)
        {
            return refusal.ToResponse(request.RequestId ?? "");
        }
    };

    /// <summary>What time alone does: open checkouts run out.</summary>
    private void Sweep()
    {
        foreach (var checkout in _checkouts.All.Where(c => c.Status is CoinbaseCheckout.Active && c.ExpiresAt <= Time.GetUtcNow()).ToArray())
            _checkouts.Expire(checkout);
    }

    private CoinbaseCheckout? Known(string text)
    {
        var id = text[(text.LastIndexOf('/') + 1)..];
        return _checkouts.All.Find(c => c.Id == id || "pl_" + c.Id == id) ?? _checkouts.All.FindLast(c => IsMeant(c, text));
    }

    private CoinbaseCheckout Find(string text) => Known(text) ?? throw Unknown(text);

    private static PayerReturn Back(string? url) => url is null ? PayerReturn.None : new(new Uri(url));

    private static KeyNotFoundException Unknown(string text) => new($"The Coinbase simulator knows nothing by '{text}'.");

    private int Settle(string? id, bool succeed)
    {
        var checkouts = _checkouts.All.Where(c => c.Status is CoinbaseCheckout.Processing && (id is null || IsMeant(c, id))).ToArray();
        foreach (var checkout in checkouts)
        {
            if (succeed)
                _checkouts.Pay(checkout);
            else
                _checkouts.Fail(checkout);
        }

        var refunds = (
            from c in _checkouts.All
            from r in c.Refunds
            where r.Status is CoinbaseCheckoutRefund.Pending && (id is null || r.Id == id)
            select (c, r)).ToArray();
        foreach (var (checkout, refund) in refunds)
            _checkouts.Settle(checkout, refund, succeed);
        return checkouts.Length + refunds.Length;
    }
}
