using System.Globalization;

namespace Payments;

/// <summary>
/// All that two facts of one version, one moment and one rank can still differ in, as text in a fixed form. <see cref="FactOrder"/> decides by it;
/// only that it decides matters, and that it does so the same way everywhere. It holds secrets and never leaves the fold.
/// </summary>
internal static class FactText
{
    internal static string Of(PaymentFact fact) => fact switch
    {
        SnapshotFact snapshot => Join(snapshot.IsAnswer, Of(snapshot.Payment)),
        RefundFact { Refund: var r } => Join(
            r.ProviderStatus, r.Amount, r.Origin, r.RefundId, r.Reference, r.Provider, r.CreatedAt, r.AsOf, r.Version, Of(r.Error), r.Payment, Of(r.Related),
            Of(r.Metadata)),
        DisputeFact { Dispute: var d } => Join(
            d.ProviderStatus, d.Amount, d.Reason, d.IsInquiry, d.EvidenceDueBy, d.CreatedAt, d.AsOf, d.Version, d.Payment),
        AuthorizedFact authorized => Join(authorized.Amount),
        CapturedFact captured => Join(captured.Amount),
        FailedAttemptFact failed => Join(failed.Id, Of(failed.Error)),
        _ => "",
    };

    private static string Of(Payment p) => Join(
        p.ProviderStatus, p.Amount, p.AuthorizedAmount, p.CapturedAmount, p.RefundedAmount, p.ReceivedAmount, p.TransactionId, p.Method, p.ProviderMethod,
        p.CaptureMode, p.Card?.Brand, p.Card?.Last4, p.Card?.Installments, p.Card?.ApprovalCode, p.ReceiptUrl, p.CreatedAt, p.AsOf, p.Version, Of(p.NextAction),
        Of(p.Error), p.Attention, p.Reference, p.ProviderState, Of(p.Metadata));

    private static string? Of(PaymentError? error) => error is null ? null : Join(
        error.Kind, error.Code, error.Retry, error.ProviderCode, error.ProviderMessage, error.PayerMessage, error.RequestId, error.HttpStatus, error.RetryAfter);

    private static string? Of(NextAction? action) => action is null ? null : action.GetType().Name + "\u001d" + action switch
    {
        RedirectAction a => Join(a.Url, a.MobileUrl, a.AppUrl, a.AndroidAppUrl, a.IosAppUrl),
        FormPostAction a => Join(a.Url, a.AcceptCharset, Of(a.Fields)),
        ClientSdkAction a => Join(a.Sdk, a.Parameters, a.ScriptUrl),
        BankDepositAction a => Join(a.Bank, a.AccountNumber, a.AccountHolder, a.TransferReference, a.Amount, a.DueAt, a.InstructionsUrl),
        CryptoTransferAction a => Join(a.ExpiresAt, Of(a.Addresses)),
        DisplayAction a => Join(a.Kind, a.Data, a.ImageUrl, a.PageUrl, a.ExpiresAt),
        OtherAction a => Join(a.Kind, a.Raw),
        _ => "",
    };

    private static string Of(IReadOnlyDictionary<string, string> map) =>
        string.Join('\u001f', map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Key + "=" + entry.Value));

    private static string Of(IReadOnlyList<RelatedId> ids) => string.Join('\u001f', ids.Select(id => id.Kind + "=" + id.Id));

    private static string Join(params ReadOnlySpan<object?> parts)
    {
        var texts = new string?[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            texts[i] = parts[i] switch
            {
                DateTimeOffset time => time.UtcTicks.ToString(CultureInfo.InvariantCulture),
                Uri url => url.OriginalString,
                Sensitive<string> secret => secret.Reveal(),
                var part => Convert.ToString(part, CultureInfo.InvariantCulture),
            };
        }

        return string.Join('\u001e', texts);
    }
}
