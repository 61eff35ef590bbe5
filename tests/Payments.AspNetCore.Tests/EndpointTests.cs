using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Payments.AspNetCore.Tests;

/// <summary>The endpoints among the host's own: what they ask for, what they describe, and how they end.</summary>
internal sealed class EndpointTests
{
    private const string Secret = "canary-4242424242424242";

    [TestCase("nobody", HttpStatusCode.NotFound)]
    [TestCase("STRIPE", HttpStatusCode.BadRequest)]
    public async Task A_provider_is_known_by_its_registration(string provider, HttpStatusCode expected)
    {
        await using var shop = await Shop.OpenAsync("Stripe");
        using var answer = await shop.Browser.PostAsync(new Uri($"/payments/webhooks/{provider}", UriKind.Relative), new StringContent("{}"));
        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task An_unknown_providers_return_is_not_there()
    {
        await using var shop = await Shop.OpenAsync("Stripe");
        using var answer = await shop.Browser.GetAsync(new Uri("/payments/returns/nobody", UriKind.Relative));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_webhook_is_posted_and_nothing_else()
    {
        await using var shop = await Shop.OpenAsync("Stripe");
        using var answer = await shop.Browser.GetAsync(new Uri("/payments/webhooks/stripe", UriKind.Relative));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }

    [Test]
    public async Task A_store_that_fails_lets_the_provider_send_again_and_no_body_is_logged()
    {
        await using var shop = await Shop.OpenAsync("Stripe", builder => builder.Services.AddSingleton(BrokenInbox.Create()));
        await shop.PayAsync(await shop.OrderAsync("order-0001"));
        var webhook = shop.Simulator.TakeWebhooks()[0];
        using var answer = await shop.PostAsync(webhook);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.Empty);
            Assert.That(shop.Logs.Lines, Has.Some.Contains("PAY6003 stripe").And.Some.Contains(nameof(InvalidOperationException)));
            Assert.That(shop.Logs.Lines, Has.None.Contains(Secret));
        }
    }

    [Test]
    public async Task A_missing_secret_is_the_hosts_fault()
    {
        await using var shop = await Shop.OpenAsync("Stripe", payments: Forget);
        await shop.PayAsync(await shop.OrderAsync("order-0001"));
        using var answer = await shop.PostAsync(shop.Simulator.TakeWebhooks()[0]);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));

        static IPaymentsBuilder Forget(IPaymentsBuilder payments)
        {
            payments.Services.PostConfigureAll<Payments.Stripe.StripeOptions>(options => options.WebhookSecrets.Clear());
            return payments;
        }
    }

    // The host lets nobody in without a log-in; the endpoints do not ask for one.
    [Test]
    public async Task A_fallback_policy_of_the_host_does_not_concern_them()
    {
        await using var shop = await Shop.OpenAsync(
            "Stripe",
            builder => builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
                .Services.AddAuthentication().AddCookie().Services.AddAntiforgery(),
            app =>
            {
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
                app.UseAntiforgery();
            });
        using var webhook = await shop.Browser.PostAsync(new Uri("/payments/webhooks/stripe", UriKind.Relative), new StringContent("{}"));
        using var form = await shop.Browser.PostAsync(new Uri("/payments/returns/stripe", UriKind.Relative), new FormUrlEncodedContent([new("a", "b")]));
        Assert.That((webhook.StatusCode, form.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.SeeOther)));
        Assert.That(form.Headers.Contains("Set-Cookie"), Is.False);
    }

    [Test]
    public async Task Rate_limits_are_the_hosts()
    {
        await using var app = NewApp(builder => builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddFixedWindowLimiter("payments", limit => (limit.PermitLimit, limit.Window) = (1, TimeSpan.FromHours(1)));
        }));
        app.UseRouting();
        app.UseRateLimiter();
        app.MapPaymentWebhooks().RequireRateLimiting("payments");
        app.MapPaymentReturns().RequireRateLimiting("payments");
        await app.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
        var first = await client.PostAsync(new Uri("/payments/webhooks/stripe", UriKind.Relative), new StringContent("{}"));
        var second = await client.GetAsync(new Uri("/payments/returns/stripe", UriKind.Relative));
        Assert.That((first.StatusCode, second.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.TooManyRequests)));
    }

    [Test]
    public async Task They_describe_themselves()
    {
        await using var app = NewApp(builder => builder.Services.AddEndpointsApiExplorer());
        app.MapPaymentWebhooks();
        app.MapPaymentReturns();
        await app.StartAsync();
        var described = app.Services.GetRequiredService<IApiDescriptionGroupCollectionProvider>().ApiDescriptionGroups.Items.SelectMany(group => group.Items).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                described.Select(api => $"{api.HttpMethod} /{api.RelativePath}"),
                Is.EquivalentTo(new[]
                {
                    "POST /payments/webhooks/{provider}", "GET /payments/returns/{provider}", "POST /payments/returns/{provider}",
                    "GET /payments/returns/{provider}/cancel", "POST /payments/returns/{provider}/cancel",
                }));
            Assert.That(
                described[0].SupportedResponseTypes.Select(type => type.StatusCode), Is.SupersetOf(new[] { 200, 400, 404, 413, 500 }).Or.SupersetOf(new[] { 303, 404 }));
            Assert.That(described.SelectMany(api => api.ActionDescriptor.EndpointMetadata.OfType<Microsoft.AspNetCore.Http.Metadata.ITagsMetadata>()).SelectMany(tags => tags.Tags), Is.All.EqualTo("Payments"));
            Assert.That(described.SelectMany(api => api.ActionDescriptor.EndpointMetadata.OfType<Microsoft.AspNetCore.Http.Metadata.IEndpointSummaryMetadata>()), Has.Exactly(5).Items);
        }
    }

    [Test]
    public void Without_payments_nothing_is_mapped()
    {
        var app = WebApplication.CreateBuilder().Build();
        Assert.That(() => app.MapPaymentWebhooks(), Throws.InvalidOperationException.With.Message.Contains("AddPayments()"));
        Assert.That(() => app.MapPaymentReturns(), Throws.InvalidOperationException.With.Message.Contains("AddPayments()"));
    }

    [Test]
    public async Task One_provider_can_have_an_address_of_its_own()
    {
        await using var app = NewApp();
        app.MapPaymentWebhooks("/hooks/{provider=stripe}");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var answer = await client.PostAsync(new Uri("/hooks", UriKind.Relative), new StringContent("{}"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    // Over a real socket: a body in chunks that never says how long it is.
    [Test]
    public async Task A_body_that_does_not_say_its_length_is_cut_off_at_the_cap()
    {
        await using var app = NewApp(builder => builder.Services.Configure<PaymentsOptions>(options => options.MaxWebhookBytes = 1000));
        app.MapPaymentWebhooks();
        await app.StartAsync();
        var url = new Uri(app.Urls.First());
        using var socket = new TcpClient();
        await socket.ConnectAsync(url.Host, url.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /payments/webhooks/stripe HTTP/1.1\r\nHost: shop.example\r\nTransfer-Encoding: chunked\r\n\r\n"));
        var chunk = Encoding.ASCII.GetBytes("1f4\r\n" + new string('x', 500) + "\r\n");
        for (var i = 0; i < 3; i++)
            await stream.WriteAsync(chunk);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.That(await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)), Does.Contain(" 413 "), "The body has not ended yet.");
    }

    [Test]
    public async Task A_sender_who_goes_away_is_nobodys_fault()
    {
        await using var app = NewApp();
        var logs = (RecordingLogs)app.Services.GetRequiredService<ILoggerProvider>();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Use(async (context, next) =>
        {
            entered.SetResult();
            await next(context);
            ended.TrySetResult(context.Response.StatusCode);
        });
        app.MapPaymentWebhooks();
        await app.StartAsync();
        var url = new Uri(app.Urls.First());
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(url.Host, url.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /payments/webhooks/stripe HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 500\r\n\r\n" + Secret));
            await entered.Task.WaitAsync(TimeSpan.FromSeconds(20));
            socket.Client.Close(0);
        }

        Assert.That(await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)), Is.InRange(400, 499));
        Assert.That(logs.Lines, Has.None.Contains("PAY6003").And.None.Contains(Secret));
    }

    [Test]
    public async Task A_form_that_is_too_large_or_none_is_refused()
    {
        await using var shop = await Shop.OpenAsync("Inicis");
        var url = new Uri("/payments/returns/inicis", UriKind.Relative);
        using var large = await shop.Browser.PostAsync(url, new FormUrlEncodedContent([new("a", new string('x', 70_000))]));
        using var many = await shop.Browser.PostAsync(url, new FormUrlEncodedContent(Enumerable.Range(0, 200).Select(i => KeyValuePair.Create($"n{i}", "v"))));
        using var json = await shop.Browser.PostAsync(url, new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.That(
            (large.StatusCode, many.StatusCode, json.StatusCode),
            Is.EqualTo((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest, HttpStatusCode.UnsupportedMediaType)));
    }

    private static WebApplication NewApp(Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<ILoggerProvider>(new RecordingLogs());
        builder.Services.AddPayments().AddStripe(options =>
        {
            options.SecretKey = "sk_test_1";
            options.WebhookSecrets.Add("whsec_1");
        });
        configure?.Invoke(builder);
        return builder.Build();
    }

    // Whatever is asked of it.
    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "DispatchProxy derives from it.")]
    private class BrokenInbox : DispatchProxy
    {
        internal static IWebhookInbox Create() => Create<IWebhookInbox, BrokenInbox>();

        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => throw new InvalidOperationException("The disk is full of " + Secret);
    }
}
