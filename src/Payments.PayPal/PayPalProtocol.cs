using System.Net.Http.Headers;
using System.Text;
using Payments.Http;

namespace Payments.PayPal;

/// <summary>PayPal's HTTP: the token, the errors, and what may be repeated.</summary>
internal sealed class PayPalProtocol(PayPalOptions options, TimeProvider time) : ProviderProtocol
{
    private readonly PayPalTokens _tokens = new(time);

    private readonly AuthenticationHeaderValue _basic = new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ClientId}:{options.ClientSecret}")));

    public override Uri DefaultBaseAddress => PayPalDefaults.HostsOf(options.Environment).Api;

    public override IReadOnlyList<string> RequestIdHeaders { get; } = [PayPalDefaults.DebugIdHeader];

    public override async ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        var headers = attempt.Message.Headers;
        if (attempt.Request.Operation != PaymentOperations.None)
        {
            headers.Authorization = new AuthenticationHeaderValue("Bearer", await _tokens.GetAsync(attempt.Client, cancellationToken).ConfigureAwait(false));
            if (options.PartnerAttributionId is { } partner)
                headers.TryAddWithoutValidation(PayPalDefaults.PartnerHeader, partner);
        }
        else if (attempt.Request.Path == PayPalDefaults.TokenPath)
        {
            headers.Authorization = _basic;
        }

        // What is left is a certificate, which is public: no credentials go to where it lies.
    }

    public override async ValueTask<bool> RefreshCredentialsAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Request.Operation == PaymentOperations.None || attempt.Message.Headers.Authorization?.Parameter is not { } refused)
            return false;
        await _tokens.RenewAsync(attempt.Client, refused, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public override PaymentError? ReadError(ProviderResponse response) => PayPalErrors.Read(response);

    // The key does not replay a failure of PayPal's: it gives the latest state of the first request.
    public override RetryVerdict JudgeRetry(ProviderResponse response) =>
        (int)response.StatusCode >= 500 && (response.Request.Kind == ProviderCallKind.Read || response.Request.HasProviderKey)
            ? RetryVerdict.Yes
            : base.JudgeRetry(response);
}
