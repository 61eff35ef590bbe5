using System.Text.Json;
using Payments.Http;

namespace Payments.BitPay;

/// <summary>The HTTP of BitPay: version, signature and errors. Nothing that writes is repeated, since no key is documented that would tell a repeat.</summary>
internal sealed class BitPayProtocol(BitPayOptions options) : ProviderProtocol
{
    private readonly BitPayIdentity? _identity = options.Facade is not BitPayFacade.Merchant ? null
        : BitPayIdentity.Read(options.PrivateKey, out var problem)
            ?? throw new InvalidOperationException($"{nameof(BitPayOptions.PrivateKey)} {problem}");

    public override Uri DefaultBaseAddress => options.Sandbox ? BitPayDefaults.TestAddress : BitPayDefaults.LiveAddress;

    public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        var headers = attempt.Message.Headers;
        headers.TryAddWithoutValidation(BitPayDefaults.VersionHeader, BitPayDefaults.Version);
        if (_identity is not null)
        {
            headers.TryAddWithoutValidation(BitPayDefaults.IdentityHeader, _identity.PublicKey);
            headers.TryAddWithoutValidation(
                BitPayDefaults.SignatureHeader,
                _identity.Sign(SignedAddress(attempt.Message.RequestUri!), attempt.Request.Body is { } body ? body.Content.Span : default));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>An error may come in two forms, and with the status 200: the body says so, whatever the status is.</summary>
    public override PaymentError? ReadError(ProviderResponse response)
    {
        var byStatus = PaymentErrors.FromStatus(response);
        if (!response.TryRead(BitPayJson.Default.BitPayFailure, out var failure) || !IsFailure(failure))
            return byStatus;
        var text = TextOf(failure);
        var (kind, code) = Classify(failure, text, byStatus);
        return (kind == byStatus?.Kind ? byStatus with { Code = code } : PaymentErrors.Create(kind, code)) with
        {
            ProviderCode = failure.Code,
            ProviderMessage = text,
        };
    }

    /// <summary>A read of an account that is not set up yet stays so, though it comes as a 500.</summary>
    public override RetryVerdict JudgeRetry(ProviderResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.Error?.Code is PaymentErrorCode.MerchantConfiguration ? RetryVerdict.No : base.JudgeRetry(response);
    }

    private static (PaymentErrorKind Kind, PaymentErrorCode Code) Classify(BitPayFailure failure, string? text, PaymentError? byStatus)
    {
        // A refused credential and a rate are told by the status alone, under codes that say no more than 'generic'.
        if (byStatus is { Kind: PaymentErrorKind.Authentication or PaymentErrorKind.RateLimited })
            return (byStatus.Kind, byStatus.Code);
        if (failure.Code is { Length: 6 } code && BitPayMapping.Errors.TryGetValue(code[2..], out var known))
            return known;
        if (text is not null && BitPayMapping.Texts.TryGetValue(text, out var told))
            return told;
        if (byStatus is not null)
            return (byStatus.Kind, byStatus.Code);
        return failure.Errors is { ValueKind: JsonValueKind.Array }
            ? (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)
            : (PaymentErrorKind.Unknown, PaymentErrorCode.Unknown);
    }

    private static bool IsFailure(BitPayFailure failure) =>
        failure.Status == "error" || failure.Error is { Length: > 0 } || failure.Errors is { ValueKind: JsonValueKind.Array } errors && errors.GetArrayLength() > 0;

    private static string? TextOf(BitPayFailure failure)
    {
        if (failure.Error is { Length: > 0 } error)
            return error;
        if (failure.Message is { Length: > 0 } message)
            return message;
        return failure.Errors is not { ValueKind: JsonValueKind.Array } errors ? null : string.Join("; ", errors.EnumerateArray().Select(TextOf));
    }

    // Either a text, or a text and the parameter that it is about.
    private static string TextOf(JsonElement error)
    {
        if (error.ValueKind is not JsonValueKind.Object)
            return error.ToString();
        var text = error.TryGetProperty("error", out var reason) ? reason.ToString() : "";
        return error.TryGetProperty("param", out var parameter) ? $"{parameter}: {text}" : text;
    }

    private string SignedAddress(Uri address)
    {
        if (options.SignedBaseAddress is not { } signed)
            return address.AbsoluteUri;
        var called = (options.BaseAddress ?? DefaultBaseAddress).AbsoluteUri.TrimEnd('/');
        return string.Concat(signed.AbsoluteUri.AsSpan().TrimEnd('/'), address.AbsoluteUri.AsSpan(called.Length));
    }
}
