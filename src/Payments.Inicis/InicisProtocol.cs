using Payments.Http;

namespace Payments.Inicis;

/// <summary>Inicis' HTTP: no credentials but the checksums in the bodies, and nearly every answer is a 200 with a code.</summary>
internal sealed class InicisProtocol(InicisOptions options) : ProviderProtocol
{
    public override Uri DefaultBaseAddress => InicisDefaults.AddressesOf(options).Api;

    public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override PaymentError? ReadError(ProviderResponse response) => InicisErrors.Read(response, InicisDefaults.Endpoints[response.Request.Path]);

    // A second in use was refused before anything was done.
    public override PaymentOutcome JudgeOutcome(PaymentError error, ProviderResponse response) =>
        error.ProviderCode is { } code && InicisErrors.Suffix(code) == InicisMapping.TimestampInUse ? PaymentOutcome.Refused : base.JudgeOutcome(error, response);

    // Inicis' own failures come as codes in a 200, too.
    public override RetryVerdict JudgeRetry(ProviderResponse response) =>
        response is { Request.Kind: ProviderCallKind.Read, Error.Kind: PaymentErrorKind.Unavailable } ? RetryVerdict.Yes : base.JudgeRetry(response);
}
