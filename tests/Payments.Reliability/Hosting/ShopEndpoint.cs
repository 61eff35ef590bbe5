using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Payments.Reliability.Crashes;

namespace Payments.Reliability.Hosting;

/// <summary>The host's loopback interface: commands, webhooks, background work on demand, and a look into the books.</summary>
internal sealed class ShopEndpoint(ShopService shop, PaymentWebhooks webhooks, ShopWork work, ShopLedger ledger, IServiceProvider services)
{
    internal async Task HandleAsync(HttpContext context)
    {
        var (path, stopping) = (context.Request.Path.Value!, context.RequestAborted);
        if (path.StartsWith("/webhooks/", StringComparison.Ordinal))
        {
            await ReceiveAsync(context, path["/webhooks/".Length..]);
            return;
        }

        object? answer = path switch
        {
            // A browser that goes away ends nothing: what was begun is carried out.
            "/commands" => await shop.RunAsync(await ReadAsync<ShopCommand>(context), CancellationToken.None),
            "/many" => await ManyAsync(await ReadAsync<ManyCommands>(context)),
            "/work" => await work.RunOnceAsync(stopping),
            "/books" => await BooksAsync(await ReadAsync<IReadOnlyList<BookEntry>>(context), stopping),
            "/arm" => Arm(await ReadAsync<int>(context)),
            "/disarm" => services.GetRequiredService<CrashGate>().Disarm(),
            "/changes" => await ledger.ChangesAsync(await ReadAsync<long>(context), stopping),
            _ => null,
        };
        context.Response.StatusCode = answer is null ? 404 : 200;
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, ShopJson.Options, stopping);
    }

    private bool Arm(int killAt)
    {
        services.GetRequiredService<CrashGate>().Arm(killAt);
        return true;
    }

    private async Task ReceiveAsync(HttpContext context, string provider)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new WebhookRequest
        {
            Body = body.ToArray(),
            Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Url = context.Request.Headers["X-Shop-Url"] is [{ } url] ? new Uri(url) : null,
        };
        try
        {
            var acknowledgement = await webhooks.ReceiveAsync(provider, request, context.RequestAborted);
            context.Response.StatusCode = acknowledgement.StatusCode;
            await context.Response.WriteAsync(acknowledgement.Body, context.RequestAborted);
        }
        catch (WebhookVerificationException)
        {
            context.Response.StatusCode = 401;
        }
        catch (PaymentRateLimitedException)
        {
            context.Response.StatusCode = 429;
        }
    }

    private async Task<IReadOnlyList<ShopAnswer>> ManyAsync(ManyCommands many) =>
        await Task.WhenAll(Enumerable.Range(0, many.Times).Select(_ => Task.Run(() => shop.RunAsync(many.Command, CancellationToken.None))));

    private async Task<IReadOnlyList<BookEntry>> BooksAsync(IReadOnlyList<BookEntry> asked, CancellationToken cancellationToken)
    {
        List<BookEntry> books = new(asked.Count);
        foreach (var entry in asked)
            books.Add(await shop.BookAsync(entry.Provider, entry.OrderId, cancellationToken));
        return books;
    }

    private static async Task<T> ReadAsync<T>(HttpContext context) =>
        (await JsonSerializer.DeserializeAsync<T>(context.Request.Body, ShopJson.Options, context.RequestAborted))!;
}

/// <summary>One command, at once from many tasks.</summary>
internal sealed record ManyCommands(int Times, ShopCommand Command);
