using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Http.Tests;

public sealed class HygieneTests
{
    private static readonly string[] Canaries = ["canary", "4242424242424242", "4242 4242", "jane@shop"];

    private static ProviderRequest Loud() => new()
    {
        Method = HttpMethod.Post,
        Path = "payments/p_visible",
        Kind = ProviderCallKind.Write,
        HasProviderKey = true,
        Operation = PaymentOperations.Create,
        Query = new FormFields().Add("token", "canary-query"),
        Body = ProviderBody.Form(new FormFields().Add("card", "4242424242424242").Add("email", "canary-jane@shop.example")),
        Headers = { ["X-Client-Secret"] = "canary-header", ["Idempotency-Key"] = "canary-key" },
    };

    [TestCase(200, """{"code":"wrong_state","message":"sk_live_canary1 4242 4242 4242 4242 canary-jane@shop.example"}""")]
    [TestCase(402, """{"code":"declined","message":"Bearer canary-token-12345"}""")]
    [TestCase(400, """{"code":"sk_live_canary2"}""")]
    [TestCase(500, "<html>canary-body 4242424242424242</html>")]
    [TestCase(200, """{"id":"canary-body","amount":"4242424242424242"}""")]
    [TestCase(401, "")]
    public async Task No_secret_reaches_a_log_or_an_exception(int status, string body)
    {
        using var harness = new Harness().Answer((HttpStatusCode)status, body, response =>
        {
            response.Headers.Add("Set-Cookie", "canary=cookie");
            response.Headers.Add("X-Request-Id", "4242424242424242");
        });
        var response = await harness.SendAsync(Loud());
        var exception = Assert.Catch<PaymentException>(() => response.Read(TestJson.Default.TestPayment))!;
        var text = string.Join('\n', harness.Log.Text, exception.ToString(), exception.Error.ToString(), response.ToString(), Loud().ToString(), Loud().Body!.ToString());
        Assert.That(Canaries.Where(canary => text.Contains(canary, StringComparison.OrdinalIgnoreCase)), Is.Empty, text);
        Assert.That(harness.Log.Text, Does.Contain("payments/p_visible"), "the log is recorded at all");
    }

    [Test]
    public async Task No_secret_reaches_the_log_when_the_network_fails()
    {
        using var harness = new Harness().Throws(new HttpRequestException("canary in a handler's words", new IOException("canary"), null));
        await harness.FailAsync<PaymentOutcomeUnknownException>(Loud());
        Assert.That(harness.Log.Text, Does.Contain("PAY4002").And.Not.Contain("canary"));
    }

    [TestCase(PaymentOperations.None)]
    [TestCase(PaymentOperations.Create)]
    public async Task What_stands_in_for_a_secret_path_is_all_that_is_told(PaymentOperations operation)
    {
        using var harness = new Harness().Answers(HttpStatusCode.BadRequest);
        var request = new ProviderRequest
        {
            Method = HttpMethod.Post, Path = "tokens/canary-token", LogPath = "tokens/***", Kind = ProviderCallKind.Write, Operation = operation,
        };
        var response = await harness.SendAsync(request);
        var exception = Assert.Catch<PaymentException>(response.ThrowIfFailed)!;
        Assert.That(harness.Log.Text, Does.Contain("tokens/***").And.Not.Contain("canary"));
        Assert.That(exception.ToString(), Does.Not.Contain("canary"));
    }

    [Test]
    public async Task A_registration_with_secret_paths_makes_no_spans_of_addresses([Values] bool hasSecretPaths)
    {
        var addresses = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = static source => source.Name == "System.Net.Http",
            Sample = static (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => addresses.Enqueue($"{activity.GetTagItem("url.full")}"),
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        await using var server = new RawServer(RawServer.Says(RawServer.Ok("{}")));
        var services = new ServiceCollection();
        services.AddLogging();
        ProviderHttpClient? client = null;
        new TestBuilder(services).AddHttpProvider<TestOptions>("test", options => options.BaseAddress = server.Address, registration =>
        {
            client = registration.CreateClient(new TestProtocol(registration.Options));
            return new TestProvider(registration);
        }, hasSecretPaths);
        await using var provider = services.BuildServiceProvider();
        provider.GetRequiredKeyedService<IPaymentProvider>("test");
        var path = $"tokens/canary-{hasSecretPaths}";
        await client!.SendAsync(new ProviderRequest { Method = HttpMethod.Get, Path = path, Kind = ProviderCallKind.Read });
        Assert.That(addresses.Any(address => address.EndsWith(path, StringComparison.Ordinal)), Is.EqualTo(!hasSecretPaths));
    }

    [TestCase("sk_live_canary\n")]
    [TestCase("sk_live_canary\u00e9")]
    public async Task A_key_that_cannot_be_sent_is_never_repeated_in_words(string key)
    {
        using var harness = new Harness().Answers(HttpStatusCode.OK);
        harness.Protocol.Token = key;
        var exception = await harness.FailAsync<PaymentException>(Harness.Write());
        Assert.That(exception.Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
        Assert.That(exception.ToString() + harness.Log.Text, Does.Not.Contain("canary"));
        Assert.That(harness.Sent, Is.Zero);
    }

    [Test]
    public async Task A_resilience_handler_of_the_host_gets_no_attempt_of_its_own([Values] bool outside)
    {
        using var harness = new Harness(services: services =>
        {
            if (outside)
                services.ConfigureHttpClientDefaults(static client => client.AddHttpMessageHandler(static () => new Stubborn()));
            else
                services.AddHttpClient("Payments.test").AddHttpMessageHandler(static () => new Stubborn());
        }).Answers(HttpStatusCode.InternalServerError);
        var bodies = 0;
        harness.Answer(_ =>
        {
            bodies++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError));
        });
        var exception = await harness.FailAsync<PaymentOutcomeUnknownException>(Harness.Write());
        Assert.That(exception.Outcome, Is.EqualTo(PaymentOutcome.Unknown));
        Assert.That((harness.Sent, bodies, harness.Log.Count("PAY4007")), Is.EqualTo((1, 0, outside ? 2 : 1)));
    }

    [Test]
    public async Task Reading_the_content_while_authorizing_is_refused()
    {
        using var harness = new Harness().Answers(HttpStatusCode.OK);
        harness.Protocol.OnAuthorize = static async (attempt, cancellationToken) => await attempt.Message.Content!.ReadAsByteArrayAsync(cancellationToken);
        await harness.FailAsync<PaymentAuthenticationException>(Harness.Write());
        Assert.That(harness.Sent, Is.Zero);
    }

    [Test]
    public async Task A_token_call_inside_an_attempt_that_fails_is_what_is_told()
    {
        using var harness = new Harness().Answers(HttpStatusCode.Unauthorized);
        harness.Protocol.OnAuthorize = static async (attempt, cancellationToken) =>
        {
            if (attempt.Request.Operation != PaymentOperations.None)
                (await attempt.Client.SendAsync(new ProviderRequest { Method = HttpMethod.Post, Path = "oauth2/token", Kind = ProviderCallKind.Read }, cancellationToken)).ThrowIfFailed();
        };
        var exception = await harness.FailAsync<PaymentAuthenticationException>(Harness.Write());
        Assert.That((exception.Outcome, harness.Sent), Is.EqualTo((PaymentOutcome.Refused, 1)));
        Assert.That(exception.Message, Does.Contain("oauth2/token"));
    }

    /// <summary>Repeats whatever failed, three times, as the standard resilience handlers do.</summary>
    private sealed class Stubborn : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var i = 0; i < 2; i++)
            {
                var response = await base.SendAsync(request, cancellationToken);
                if ((int)response.StatusCode < 500)
                    return response;
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
