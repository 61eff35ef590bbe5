using System.Text.RegularExpressions;

namespace Payments.Simulator;

/// <content>What the payer, the payer's bank and time do.</content>
public sealed partial class StripeSimulator
{
    private static readonly PayerActionKind[] Actions =
        [PayerActionKind.Pay, PayerActionKind.Decline, PayerActionKind.Cancel, PayerActionKind.PayLate, PayerActionKind.StartChallenge];

    /// <inheritdoc/>
    public override IReadOnlyCollection<PayerActionKind> PayerActions => Actions;

    /// <inheritdoc/>
    public override Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() =>
    {
        var intents = _account.Intents.Where(i => IsWaiting(i) && (id is null || IsMeant(i, id))).ToArray();
        foreach (var intent in intents)
            Settle(intent, succeed);
        var refunds = _account.Refunds
            .Where(r => r.Status is StripeRefund.Pending or StripeRefund.RequiresAction
                && (id is null || string.Equals(r.Id, id, StringComparison.Ordinal))).ToArray();
        foreach (var refund in refunds)
            _refunds.Settle(refund, succeed);
        return intents.Length + refunds.Length;
    }));

    /// <inheritdoc/>
    public override Task ExpireAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(() =>
    {
        if (_account.Find<StripeSession>(paymentId) is { Status: StripeSession.Open } session)
            _sessions.Close(session);
        else if (Find(paymentId) is { Intent: { Status: StripeIntent.RequiresCapture } intent })
            _charging.Lapse(intent);
        else
            throw new InvalidOperationException($"'{paymentId}' is neither an open Checkout Session nor a payment whose funds are held.");
    }, cancellationToken);

    /// <inheritdoc/>
    public override Task FailRefundAsync(string refundId, CancellationToken cancellationToken = default) =>
        AloneAsync(() => _refunds.Fail(_account.Find<StripeRefund>(refundId) ?? throw Unknown(refundId)), cancellationToken);

    /// <inheritdoc/>
    public override Task<string> OpenDisputeAsync(
        string paymentId, string reason = "fraudulent", CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() => OpenDispute(paymentId, reason, isInquiry: false)));

    /// <summary>Lets the payer's bank ask about a payment; no money moves.</summary>
    /// <param name="paymentId">The intent's or the session's id.</param>
    /// <param name="reason">Stripe's name of the reason.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The dispute's id.</returns>
    public Task<string> OpenInquiryAsync(string paymentId, string reason = "fraudulent", CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() => OpenDispute(paymentId, reason, isInquiry: true)));

    /// <inheritdoc/>
    public override Task CloseDisputeAsync(string disputeId, bool won, CancellationToken cancellationToken = default) =>
        AloneAsync(() => _disputes.Close(_account.Find<StripeDispute>(disputeId) ?? throw Unknown(disputeId), won), cancellationToken);

    /// <inheritdoc/>
    protected override PayerReturn Play(string paymentIdOrUrl, PayerAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Sweep();
        var (session, intent) = Find(paymentIdOrUrl);
        if (action.Kind is PayerActionKind.Cancel && intent?.Status is not StripeIntent.RequiresAction)
            return session is null ? PayerReturn.None : Back(session.Form["cancel_url"]);
        if (session is not { Status: StripeSession.Open }
            && intent?.Status is not (StripeIntent.RequiresPaymentMethod or StripeIntent.RequiresConfirmation or StripeIntent.RequiresAction))
            throw new InvalidOperationException($"'{paymentIdOrUrl}' cannot be paid: it is {intent?.Status ?? session?.Status}.");
        try
        {
            if (intent?.Status is StripeIntent.RequiresAction)
                Answer(session, intent, action);
            else
                Confirm(session, intent, action);
        }
        catch (StripeRefusal refusal)
        {
            if (refusal.Status is not 402)
                throw new InvalidOperationException((string?)refusal.Error["message"], refusal);
            // A decline is booked already; the page shows it to the payer.
            return session is not null || intent is null ? PayerReturn.None : Return(intent);
        }

        return session is null ? Return(intent!) : Return(session);
    }

    private void Confirm(StripeSession? session, StripeIntent? intent, PayerAction action)
    {
        var method = _account.Method(action.Method ?? DefaultMethod(action));
        if (intent is not null)
            intent.ReturnUrl = action.ReturnUrl ?? intent.ReturnUrl;
        if (action.Kind is PayerActionKind.Decline)
            method = _account.NewMethod(method.Profile with { Decline = action.Code ?? StripeDeclines.Generic });
        if (session is null)
        {
            StripeIntents.CheckMethod(intent!, method);
            _charging.Confirm(intent!, method);
        }
        else
            _sessions.Confirm(session, method);
        // Only a payer who was told to stop there stands in front of a challenge that the page would show.
        var paid = session?.Intent ?? intent;
        if (action.Kind is PayerActionKind.Pay && session is not null
            && paid is { Status: StripeIntent.RequiresAction, Method.Profile.Type.Step: StripeStep.Redirect })
            Answer(session, paid, action);
    }

    private void Answer(StripeSession? session, StripeIntent intent, PayerAction action)
    {
        if (action.Kind is PayerActionKind.PayLate or PayerActionKind.StartChallenge)
            return;
        var wasComplete = session?.Status is StripeSession.Complete;
        if (action.Kind is not PayerActionKind.Pay)
        {
            var isCard = intent.Method!.Profile.Card is not null;
            _charging.Decline(intent, action.Code ?? (isCard ? StripeDeclines.ChallengeFailed : StripeDeclines.CustomerDeclined));
        }

        _charging.PassAction(intent);
        if (session is not null && wasComplete)
            _sessions.EndDelay(session);
        else if (session is not null)
            _sessions.Advance(session);
    }

    private void Settle(StripeIntent intent, bool succeed)
    {
        _charging.Settle(intent, succeed);
        if (_account.SessionOf(intent) is { } session)
            _sessions.EndDelay(session);
    }

    private static bool IsWaiting(StripeIntent intent) => intent is { Status: StripeIntent.Processing }
        or { Status: StripeIntent.RequiresAction, Method.Profile.Type.Step: StripeStep.Voucher };

    private static string DefaultMethod(PayerAction action) => action.Kind switch
    {
        PayerActionKind.PayLate => StripeTestMethods.Delayed,
        PayerActionKind.StartChallenge => StripeTestMethods.Challenge,
        _ => StripeTestMethods.Visa,
    };

    private static PayerReturn Return(StripeSession session) => session.Status is StripeSession.Complete
        ? Back(session.Form["success_url"]?.Replace("{CHECKOUT_SESSION_ID}", session.Id, StringComparison.Ordinal))
        : PayerReturn.None;

    /// <summary>An intent's return address, with what Stripe adds to it.</summary>
    private static PayerReturn Return(StripeIntent intent)
    {
        if (intent.ReturnUrl is not { } url || intent.Status is StripeIntent.RequiresAction)
            return PayerReturn.None;
        var status = intent.LastError is null ? "succeeded" : "failed";
        var joint = url.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return Back($"{url}{joint}payment_intent={intent.Id}&payment_intent_client_secret={intent.ClientSecret}&redirect_status={status}");
    }

    private static PayerReturn Back(string? url) => url is null ? PayerReturn.None : new(new Uri(url));

    private string OpenDispute(string paymentId, string reason, bool isInquiry)
    {
        var charge = Find(paymentId).Intent?.LatestCharge;
        return charge is { Captured: true }
            ? _disputes.Open(charge, reason, isInquiry).Id
            : throw new InvalidOperationException($"'{paymentId}' has no captured charge to dispute.");
    }

    /// <summary>Finds what an id, a page's address, a client secret or an order id means.</summary>
    private (StripeSession? Session, StripeIntent? Intent) Find(string text)
    {
        var id = KnownId().Match(text).Value;
        var session = _account.Find<StripeSession>(id) ?? _account.Sessions.FindLast(
            s => string.Equals(s.Form["client_reference_id"], text, StringComparison.Ordinal));
        var intent = _account.Find<StripeIntent>(id) ?? session?.Intent ?? _account.Intents.FindLast(i => IsMeant(i, text));
        if (session is null && intent is null)
            throw Unknown(text);
        return (session ?? _account.SessionOf(intent!), intent);
    }

    private static KeyNotFoundException Unknown(string text) => new($"The Stripe simulator knows nothing by '{text}'.");

    [GeneratedRegex("(?:cs_test|pi)_[A-Za-z0-9]+", RegexOptions.None, 1000)]
    private static partial Regex KnownId();
}
