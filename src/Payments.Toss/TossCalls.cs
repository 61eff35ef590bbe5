using System.Globalization;
using Payments.Http;

namespace Payments.Toss;

/// <summary>Sends what changes something, each with a key of its own.</summary>
internal sealed class TossCalls(string provider, TossOptions options, ProviderHttpClient http)
{
    internal Task<ProviderResponse> PostAsync(TossCall call, CancellationToken cancellationToken)
    {
        var request = new ProviderRequest
        {
            Method = HttpMethod.Post,
            Path = call.Path,
            LogPath = call.LogPath,
            Kind = ProviderCallKind.Write,
            Operation = call.Operation,
            HasProviderKey = true,
            Payment = call.Payment,
            Body = call.Body,
            Deadline = call.Deadline,
            BypassCircuit = call.Deadline is not null,
        };
        request.Headers["Idempotency-Key"] = WireKey.Create(provider, call.Operation, call.Step, call.Key);
        if (call.TestCode is { } code)
            request.Headers[TossDefaults.TestCodeHeader] = code;
        return http.SendAsync(request, cancellationToken);
    }

    /// <summary>
    /// Sends a call once more under a new key, after it was read that nothing has come of the first. What the first left open stays open where this one
    /// does not tell of the payment either.
    /// </summary>
    internal async Task<ProviderResponse> AgainAsync(TossCall call, int attempt, ProviderResponse first)
    {
        ProviderResponse response;
        try
        {
            response = await PostAsync(call.Again(attempt), CancellationToken.None).ConfigureAwait(false);
        }
        catch (PaymentException)
        {
            throw first.ToException();
        }

        return response.Error is null or { Kind: PaymentErrorKind.Declined or PaymentErrorKind.InvalidRequest } || IsWrongState(response)
            ? response
            : throw first.ToException();
    }

    /// <summary>Whether an answer leaves open what became of the call. It would come again under the same key, so it is read what did.</summary>
    internal static bool SaysNothing(ProviderResponse response) =>
        response is { Error.Code: not PaymentErrorCode.InProgress, Outcome: PaymentOutcome.Unknown };

    internal static bool IsWrongState(ProviderResponse response) =>
        response.Error is { Kind: PaymentErrorKind.Conflict, Code: not PaymentErrorCode.InProgress };

    internal static TossPayment Read(ProviderResponse response)
    {
        var payment = response.Read(TossJson.Default.TossPayment);
        return payment.IsWhole ? payment : throw response.Unreadable("it names no payment, or no amount");
    }

    /// <summary>Whether a payment is what was asked for, in all that counts.</summary>
    internal bool IsOurs(TossPayment payment, string orderId, Money amount) =>
        payment.OrderId == orderId
        && TossMoney.FromWire(payment.TotalAmount, payment.Currency) == amount
        && (options.MerchantId is null || payment.MId == options.MerchantId);

    /// <summary>The code that the API is to fail with, for tests.</summary>
    /// <exception cref="PaymentRequestException">It was given with a live key.</exception>
    internal string? TestCodeIn(IReadOnlyList<ProviderExtras> extras) => extras.Get<TossTestExtras>() is not { } test ? null
        : options.IsLive ? throw new PaymentRequestException("TossTestExtras are for test keys: with a live key Toss Payments would ignore them and move money.")
        : test.TestCode;
}

/// <summary>One call that changes something.</summary>
internal sealed record TossCall(PaymentOperations Operation, string Path, ProviderBody Body, string Key, PaymentReference Payment)
{
    /// <summary>Which call within the operation; another step is another key at Toss Payments.</summary>
    internal string Step { get; init; } = "";

    internal string? LogPath { get; init; }

    internal string? TestCode { get; init; }

    /// <summary>A time budget of its own, for undoing what was just done.</summary>
    internal TimeSpan? Deadline { get; init; }

    internal TossCall Again(int attempt) => attempt == 1 ? this : this with { Step = Step + "#" + attempt.ToString(CultureInfo.InvariantCulture) };
}
