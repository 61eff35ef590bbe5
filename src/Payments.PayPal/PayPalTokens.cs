using Payments.Http;

namespace Payments.PayPal;

/// <summary>
/// The access token, fetched once for all calls at once. While it is good, getting it is a read without a lock; when it is not, the first caller starts
/// a renewal and all wait for that one, each until its own deadline.
/// </summary>
internal sealed class PayPalTokens(TimeProvider time)
{
    private readonly Lock _gate = new();
    private Token? _current;
    private Task<Token>? _renewal;

    // A class, since a record would print it.
    private sealed class Token(string value, DateTimeOffset renewAt, DateTimeOffset endsAt)
    {
        internal string Value { get; } = value;

        internal DateTimeOffset RenewAt { get; } = renewAt;

        internal DateTimeOffset EndsAt { get; } = endsAt;
    }

    internal ValueTask<string> GetAsync(ProviderHttpClient http, CancellationToken cancellationToken)
    {
        var token = Volatile.Read(ref _current);
        return token is not null && time.GetUtcNow() < token.RenewAt ? new(token.Value) : new(GetRenewedAsync(http, token, cancellationToken));
    }

    /// <summary>Gets a token in place of one that was refused, unless another call has done so meanwhile.</summary>
    internal async Task RenewAsync(ProviderHttpClient http, string refused, CancellationToken cancellationToken) =>
        await RenewalOf(http, refused).WaitAsync(cancellationToken).ConfigureAwait(false);

    // A token that is due but has not ended still works when no new one can be had.
    private async Task<string> GetRenewedAsync(ProviderHttpClient http, Token? due, CancellationToken cancellationToken)
    {
        try
        {
            return (await RenewalOf(http, due?.Value).WaitAsync(cancellationToken).ConfigureAwait(false)).Value;
        }
        catch (PaymentException) when (due is not null && time.GetUtcNow() < due.EndsAt)
        {
            return due.Value;
        }
    }

    // On a thread of its own: the renewal belongs to all who wait, and must not end before it is noted here.
    private Task<Token> RenewalOf(ProviderHttpClient http, string? old)
    {
        lock (_gate)
        {
            if (_current is { } current && current.Value != old && time.GetUtcNow() < current.RenewAt)
                return Task.FromResult(current);
            return _renewal ??= Task.Run(() => FetchAsync(http));
        }
    }

    private async Task<Token> FetchAsync(ProviderHttpClient http)
    {
        Token? token = null;
        try
        {
            var sentAt = time.GetUtcNow();
            var response = await http.SendAsync(new ProviderRequest
            {
                Method = HttpMethod.Post,
                Path = PayPalDefaults.TokenPath,
                Kind = ProviderCallKind.Read,
                Body = ProviderBody.Form(new FormFields().Add("grant_type", "client_credentials")),

                // It is a part of a call that the circuit has let through.
                BypassCircuit = true,
            }).ConfigureAwait(false);
            var answer = response.Read(PayPalJson.Default.PayPalToken);
            if (string.IsNullOrEmpty(answer.AccessToken))
                throw response.Unreadable("it has no access_token");
            return token = ToToken(answer.AccessToken, answer.ExpiresIn, sentAt);
        }
        finally
        {
            lock (_gate)
            {
                Volatile.Write(ref _current, token ?? _current);
                _renewal = null;
            }
        }
    }

    // A 'new' token may be one that was handed out before, with the rest of its life. One without a life is used for this once.
    private static Token ToToken(string value, long? seconds, DateTimeOffset sentAt)
    {
        var life = TimeSpan.FromSeconds(Math.Clamp(seconds ?? 0, 0, (long)PayPalDefaults.MaxTokenLifetime.TotalSeconds));
        var margin = life / 10 < PayPalDefaults.TokenMargin ? life / 10 : PayPalDefaults.TokenMargin;
        return new Token(value, sentAt + life - margin, sentAt + life);
    }
}
