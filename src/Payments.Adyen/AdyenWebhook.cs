using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Payments.Http;
using Payments.Security;

namespace Payments.Adyen;

/// <summary>Checks webhooks offline: the standard ones by the signature in each item, the others by the signature over the whole body in a header.</summary>
internal sealed class AdyenWebhook(string provider, AdyenOptions options, TimeProvider time)
{
    // Any 2xx is enough today; older set-ups look for this text.
    private static readonly WebhookAcknowledgement Accepted = new(200, "[accepted]", "text/plain");

    private readonly WebhookSecrets _secrets = new(options.WebhookSecrets, WebhookSecretEncoding.Hex);
    private readonly byte[]? _authorization = options.WebhookUserName is { Length: > 0 } user
        ? Encoding.ASCII.GetBytes("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.WebhookPassword}")))
        : null;

    internal VerifiedWebhook Verify(WebhookRequest request)
    {
        ProviderWebhooks.CheckSize(request, options);
        if (!_secrets.AnyValidAt(time.GetUtcNow()))
            ProviderWebhooks.ThrowUnlessValid(SignatureCheck.NoSecret, AdyenDefaults.SignatureHeader, null, nameof(AdyenOptions.WebhookSecrets));
        CheckSender(request);
        return request.GetHeader(AdyenDefaults.SignatureHeader) is { } signature ? VerifyWhole(request, signature) : VerifyItems(request);
    }

    private VerifiedWebhook VerifyItems(WebhookRequest request)
    {
        var notification = Read(request.Body.Span);
        if (notification.Items is not { Count: > 0 } items)
        {
            throw ProviderWebhooks.Refused(
                $"it is no standard notification, and without the header {AdyenDefaults.SignatureHeader} nothing in it is signed", PaymentErrorCode.InvalidSignature);
        }

        foreach (var item in items)
            Check(item);
        CheckEnvironment(notification.Live);
        return new VerifiedWebhook
        {
            Provider = provider,
            Trust = WebhookTrust.Signed,
            EventIds = [.. items.Select(item => item.EventId)],
            References = [.. items.SelectMany(ReferencesOf)],
            Body = request.Body,

            // So that it counts once, whatever it says the next time where nobody signed it.
            Identity = notification.Signed(),
            Acknowledgement = Accepted,
        };
    }

    /// <summary>Reads a notification whose signatures were checked, or are about to be.</summary>
    internal static AdyenNotification Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return AdyenNotification.Read(body);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Without the inner exception: its message can repeat parts of the body.
            throw ProviderWebhooks.Refused("it is not a notification that can be read", PaymentErrorCode.MalformedMessage);
        }
    }

    /// <summary>
    /// The payment of an item: first by what is signed; then, where that names an order, by the page, which only chooses among payments of this order
    /// (<see cref="Choose"/>). Empty for an item that names none.
    /// </summary>
    internal IReadOnlyList<PaymentReference> ReferencesOf(AdyenNotificationItem item) => ReferenceOf(item) is not { } signed ? []
        : signed.OrderId is null || item.Page is not { } page ? [signed]
        : [signed, new PaymentReference(provider, null, null, [page])];

    /// <summary>The one of an item's names, as the payment memory has completed them, that its events are about.</summary>
    internal static PaymentReference? Choose(IReadOnlyList<PaymentReference> names) => names switch
    {
        [{ Known: null, OrderId: { } order }, { Known: { } known } byPage] when known.Reference.OrderId == order => byPage,
        [var signed, ..] => signed,
        _ => null,
    };

    private PaymentReference? ReferenceOf(AdyenNotificationItem item)
    {
        var kind = AdyenMapping.Events.GetValueOrDefault(item.EventCode);
        var isOfPayment = kind is not (AdyenEventKind.Unknown or AdyenEventKind.Named) || item.OriginalReference.Length > 0;
        if (!isOfPayment || IsTest(item) || item.PaymentPsp.Length == 0)
            return null;

        // A modification carries a reference of its own, which may look like another order's.
        var hasOwnReference = item.OriginalReference.Length > 0 && kind is AdyenEventKind.Capture or AdyenEventKind.CaptureFailed or AdyenEventKind.CancelOrRefund
            or AdyenEventKind.Refund or AdyenEventKind.RefundUndone or AdyenEventKind.RefundPostponed or AdyenEventKind.RefundVoided or AdyenEventKind.Unknown or AdyenEventKind.Named;
        return new PaymentReference(provider, null, hasOwnReference ? null : item.MerchantReference, [new RelatedId(AdyenDefaults.PspKind, item.PaymentPsp)]);
    }

    /// <summary>Whether the item is one that the Customer Area sent to try the endpoint.</summary>
    internal static bool IsTest(AdyenNotificationItem item) =>
        item.PspReference.StartsWith("test_", StringComparison.Ordinal) || item.PspReference.StartsWith("testnotification_", StringComparison.Ordinal);

    private void Check(AdyenNotificationItem item)
    {
        if (item is not { Signature: { Length: > 0 } signature } || !HmacSignature.Sha256Base64.Verify(_secrets, time.GetUtcNow(), item.SignedData, signature))
        {
            throw ProviderWebhooks.Refused(
                "an item's hmacSignature is missing or does not match: check that WebhookSecrets holds this webhook's HMAC key, and that signing is switched on",
                PaymentErrorCode.InvalidSignature);
        }

        CheckAccount(item.MerchantAccountCode);
    }

    private VerifiedWebhook VerifyWhole(WebhookRequest request, string signature)
    {
        if (!HmacSignature.Sha256Base64.Verify(_secrets, time.GetUtcNow(), request.Body.Span, signature))
            ProviderWebhooks.ThrowUnlessValid(SignatureCheck.NoMatch, AdyenDefaults.SignatureHeader, signature, nameof(AdyenOptions.WebhookSecrets));
        var message = AdyenMessage.Read(request.Body.Span);
        if (message.MerchantAccount is { } account)
            CheckAccount(account);
        CheckEnvironment(message.Environment switch { "live" => "true", "test" => "false", _ => null });
        return new VerifiedWebhook
        {
            Provider = provider,
            Trust = WebhookTrust.Signed,
            EventIds = [message.EventId],
            Body = request.Body,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { [AdyenDefaults.SignatureHeader] = signature },
            Acknowledgement = Accepted,
        };
    }

    private void CheckSender(WebhookRequest request)
    {
        if (_authorization is not null
            && !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.GetHeader("Authorization") ?? ""), _authorization))
        {
            throw ProviderWebhooks.Refused(
                "user name and password are not those of WebhookUserName and WebhookPassword", PaymentErrorCode.InvalidCredentials);
        }
    }

    private void CheckAccount(string account)
    {
        if (account != options.MerchantAccount)
            throw ProviderWebhooks.Refused("it is of another merchant account than MerchantAccount", PaymentErrorCode.Mismatch);
    }

    private void CheckEnvironment(string? live)
    {
        if (live is not null && live != (options.Environment == AdyenEnvironment.Live ? "true" : "false"))
            throw ProviderWebhooks.Refused("it is of the other environment than Environment", PaymentErrorCode.Mismatch);
    }
}
