using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Payments.Http;

/// <summary>
/// A registration's HttpClient as the factory makes it, with all that the host put onto it. It is made once, at the first call, since its
/// connections renew themselves; where the host gave its handlers a lifetime, it is made for each call.
/// </summary>
internal sealed class NamedHttpClient(string name, IServiceProvider services)
{
    private Made? _kept;

    /// <summary>Deadlines and cancellation are the caller's: the client's own, which costs a token source for each call, is passed by.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var made = _kept ?? Make();
        foreach (var (header, values) in made.Client.DefaultRequestHeaders.NonValidated)
            message.Headers.TryAddWithoutValidation(header, values);
        return made.Invoker.SendAsync(message, cancellationToken);
    }

    // Two at once make two of the same handler.
    private Made Make()
    {
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(name);
        var handler = services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);
        var made = new Made(client, new HttpMessageInvoker(handler, disposeHandler: false));
        if (services.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(name).HandlerLifetime == Timeout.InfiniteTimeSpan)
            _kept = made;
        return made;
    }

    private sealed record Made(HttpClient Client, HttpMessageInvoker Invoker);
}
