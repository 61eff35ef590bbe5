using Payments.Http;

namespace Payments.Stripe;

/// <summary>Stripe's HTTP: its headers, its errors, and what may be repeated.</summary>
internal sealed class StripeProtocol(StripeOptions options) : ProviderProtocol
{
    private readonly string _authorization = "Bearer " + options.SecretKey;

    public override Uri DefaultBaseAddress => StripeDefaults.BaseAddress;

    public override IReadOnlyList<string> RequestIdHeaders { get; } = ["Request-Id"];

    public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        var headers = attempt.Message.Headers;
        headers.TryAddWithoutValidation("Authorization", _authorization);
        headers.TryAddWithoutValidation("Stripe-Version", options.ApiVersion);
        if (options.ConnectAccount is not null)
            headers.TryAddWithoutValidation("Stripe-Account", options.ConnectAccount);
        return ValueTask.CompletedTask;
    }

    public override PaymentError? ReadError(ProviderResponse response) => StripeErrors.Read(response);

    // A locked object was not touched. A key in use is this very intention, still under way: unknown, as the base says.
    public override PaymentOutcome JudgeOutcome(PaymentError error, ProviderResponse response) =>
        error.ProviderCode == "lock_timeout" ? PaymentOutcome.Refused : base.JudgeOutcome(error, response);

    // Stripe's own word first. An answer that the key replays would come again; any other failure of Stripe's may be repeated under the key.
    public override RetryVerdict JudgeRetry(ProviderResponse response)
    {
        if (response.Error is null || (response.Request.Kind == ProviderCallKind.Write && !response.Request.HasProviderKey))
            return RetryVerdict.No;
        return (response.GetHeader("Stripe-Should-Retry"), response.GetHeader("Idempotent-Replayed")) switch
        {
            ("true", _) => RetryVerdict.Yes,
            ("false", _) or (_, "true") => RetryVerdict.No,
            _ => (int)response.StatusCode is 409 or >= 500 ? RetryVerdict.Yes : base.JudgeRetry(response),
        };
    }
}
