using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Payments.Http;

/// <summary>The handlers of a registration's HttpClient: retry and circuit breaker, attempt, and the connection pool.</summary>
internal static class ProviderHandlers
{
    internal static void Add(IServiceCollection services, string clientName, bool hasSecretPaths)
    {
        // The factory's own loggers print headers at Trace.
        services.AddHttpClient(clientName)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .AddHttpMessageHandler(static () => new PolicyHandler())
            .AddHttpMessageHandler(static () => new AttemptHandler());

        // First, so that a host's own primary handler wins wherever it was registered; and last, so that it is not a careless one.
        services.Configure<HttpClientFactoryOptions>(clientName, static options =>
            options.HttpMessageHandlerBuilderActions.Insert(0, static builder => builder.PrimaryHandler = CreatePrimary()));
        services.PostConfigure<HttpClientFactoryOptions>(clientName, options =>
            options.HttpMessageHandlerBuilderActions.Add(builder =>
            {
                builder.AdditionalHandlers.Add(new OnceHandler());
                Harden(builder.PrimaryHandler);
                if (hasSecretPaths && builder.PrimaryHandler is SocketsHttpHandler sockets)
                    sockets.ActivityHeadersPropagator = null;
            }));
    }

    private static SocketsHttpHandler CreatePrimary() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // Each coding is looked up in the headers of each call, and every provider speaks this one.
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),

        // Spans, but no trace ids and no baggage of the host's to the provider.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };

    /// <summary>A redirect would carry credentials to another host, and cookies would tie calls together.</summary>
    private static void Harden(HttpMessageHandler handler)
    {
        switch (handler)
        {
            case SocketsHttpHandler { AllowAutoRedirect: true } sockets:
                sockets.AllowAutoRedirect = false;
                break;
            case HttpClientHandler { AllowAutoRedirect: true } classic:
                classic.AllowAutoRedirect = false;
                break;
        }
    }

    /// <summary>The last handler before the network.</summary>
    private sealed class OnceHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (request.Content as TrackedContent)?.PassOnce();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
