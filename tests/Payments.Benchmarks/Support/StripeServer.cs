using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Payments.Benchmarks;

/// <summary>
/// A server that answers every call with an open Checkout Session, each under an id of its own. It runs in a process of its own, so that what it
/// allocates is not counted.
/// </summary>
internal static class StripeServer
{
    internal static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var template = Wire.Read("checkout.session.json");
        var sessions = 0;
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            var id = Interlocked.Increment(ref sessions).ToString("D10", CultureInfo.InvariantCulture);
            var answer = Encoding.UTF8.GetBytes(template.Replace(Wire.Number, id, StringComparison.Ordinal));
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            context.Response.Headers["Request-Id"] = "req_" + id;
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());

        // It ends with the process that started it.
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }
}
