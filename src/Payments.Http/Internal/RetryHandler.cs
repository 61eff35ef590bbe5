namespace Payments.Http;

/// <summary>Hands a call to the retry policy once an attempt asks for another one: most calls never need the policy.</summary>
internal sealed class RetryHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var first = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return ProviderPolicies.IsRepeated(first)
            ? await RepeatAsync(request, first, cancellationToken).ConfigureAwait(false)
            : first;
    }

    private Task<HttpResponseMessage> RepeatAsync(HttpRequestMessage request, HttpResponseMessage first, CancellationToken cancellationToken)
    {
        HttpResponseMessage? ended = first;
        return ProviderPolicies.Repeat.ExecuteAsync(
            token => Interlocked.Exchange(ref ended, null) is { } response ? Task.FromResult(response) : base.SendAsync(request, token), cancellationToken);
    }
}
