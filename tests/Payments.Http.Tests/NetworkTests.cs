using System.IO.Compression;
using System.Net;
using System.Text;

namespace Payments.Http.Tests;

/// <summary>What only a real socket shows. The deadlines are real and short.</summary>
public sealed class NetworkTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(250);

    private static Harness Real(Uri address, Action<TestOptions>? configure = null) => new(
        options =>
        {
            options.BaseAddress = address;
            options.Timeout = TimeSpan.FromSeconds(20);
            options.MaxRetries = 0;
            configure?.Invoke(options);
        },
        real: true,
        time: TimeProvider.System);

    private static async Task<T> FailAsync<T>(Harness harness, ProviderRequest request)
        where T : Exception
    {
        try
        {
            (await harness.Client.SendAsync(request)).ThrowIfFailed();
        }
        catch (T exception)
        {
            return exception;
        }

        throw new AssertionException($"Expected {typeof(T).Name}.");
    }

    [Test]
    public async Task What_is_sent_and_what_comes_back()
    {
        await using var server = new RawServer(RawServer.Says(RawServer.Ok("""{"id":"p_1","amount":1000}""", "Date: Mon, 23 Nov 2026 12:00:00 GMT\r\nx-debug-id: d_7\r\n")));
        using var harness = Real(server.Address);
        var response = await harness.Client.SendAsync(Harness.Write());
        Assert.That(response.Read(TestJson.Default.TestPayment), Is.EqualTo(new TestPayment("p_1", 1000)));
        Assert.That((response.RequestId, response.GetHeader("X-DEBUG-ID"), response.GetHeader("content-length"), response.GetHeader("none")), Is.EqualTo(("d_7", "d_7", "26", (string?)null)));
        Assert.That(response.Date, Is.EqualTo(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)));

        var sent = server.Requests.Single();
        Assert.That(sent, Does.StartWith("POST /v1/payments HTTP/1.1\r\n").And.EndWith("\r\n\r\namount=1000"));
        Assert.That(sent, Does.Contain("Content-Type: application/x-www-form-urlencoded\r\n").And.Contain("User-Agent: Payments.Http/").And.Contain("Accept: application/json"));
        Assert.That(sent, Does.Not.Contain("traceparent").And.Not.Contain("Request-Id"));
    }

    [Test]
    public async Task A_refused_connection_is_never_sent()
    {
        using var harness = Real(RawServer.Refusing());
        var exception = await FailAsync<PaymentProviderUnavailableException>(harness, Harness.Write());
        Assert.That((exception.Outcome, exception.Error.Code), Is.EqualTo((PaymentOutcome.NeverSent, PaymentErrorCode.NetworkError)));
    }

    [Test]
    public async Task A_cut_connection_after_a_write_is_unknown_and_not_repeated()
    {
        await using var server = new RawServer(RawServer.Cuts, RawServer.Says(RawServer.Ok("{}")));
        using var harness = Real(server.Address, options => options.MaxRetries = 2);
        await FailAsync<PaymentOutcomeUnknownException>(harness, Harness.Write());
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_write_without_a_body_is_not_repeated_by_the_framework_either()
    {
        await using var server = new RawServer(
            async (stream, cancellationToken) =>
            {
                // Keeps the connection, takes a second request on it, and cuts without a word: what a stale pooled connection looks like.
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray(), cancellationToken);
                await stream.ReadAtLeastAsync(new byte[10], 10, throwOnEndOfStream: false, cancellationToken);
            },
            RawServer.Says(RawServer.Ok("{}")));
        using var harness = Real(server.Address);
        await harness.Client.SendAsync(Harness.Read());
        var request = new ProviderRequest { Method = HttpMethod.Post, Path = "orders/1/capture", Kind = ProviderCallKind.Write, Operation = PaymentOperations.Capture };
        await FailAsync<PaymentOutcomeUnknownException>(harness, request);
        Assert.That(server.Requests, Has.Count.EqualTo(1), "a second connection was opened for the write");
    }

    [Test]
    public async Task A_cut_connection_is_repeated_with_a_key()
    {
        await using var server = new RawServer(RawServer.Cuts, RawServer.Says(RawServer.Ok("{}")));
        using var harness = Real(server.Address, options => options.MaxRetries = 1);
        await harness.Client.SendAsync(Harness.Write(key: true));
        Assert.That(server.Requests.Select(request => request[request.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]).Distinct(), Is.EqualTo(new[] { "\r\n\r\namount=1000" }));
        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_deadline_after_sending_a_write_is_unknown()
    {
        await using var server = new RawServer(RawServer.Hangs);
        using var harness = Real(server.Address);
        var exception = await FailAsync<PaymentOutcomeUnknownException>(harness, Harness.Write(deadline: Short));
        Assert.That((exception.Error.Code, exception.Error.Retry), Is.EqualTo((PaymentErrorCode.Timeout, PaymentRetry.AfterReading)));
    }

    [Test]
    public async Task A_deadline_before_anything_was_sent_is_never_sent()
    {
        using var harness = Real(RawServer.Refusing());
        harness.Protocol.OnAuthorize = static async (_, cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken);
        var exception = await FailAsync<PaymentProviderUnavailableException>(harness, Harness.Write(deadline: Short));
        Assert.That((exception.Outcome, exception.Error.Code), Is.EqualTo((PaymentOutcome.NeverSent, PaymentErrorCode.Timeout)));
    }

    [Test]
    public async Task A_half_answer_and_a_slow_answer_of_a_write_are_unknown([Values] bool slow)
    {
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\""u8.ToArray(), cancellationToken);
            if (slow)
                await RawServer.Hangs(stream, cancellationToken);
        });
        using var harness = Real(server.Address);
        var exception = await FailAsync<PaymentOutcomeUnknownException>(harness, Harness.Write(deadline: slow ? Short : null));
        Assert.That(exception.Error.Code, Is.EqualTo(slow ? PaymentErrorCode.Timeout : PaymentErrorCode.NetworkError));
    }

    [Test]
    public async Task An_attempt_has_its_own_limit_and_a_read_is_repeated_after_it()
    {
        await using var server = new RawServer(RawServer.Hangs, RawServer.Says(RawServer.Ok("{}")));
        using var harness = Real(server.Address, options => (options.AttemptTimeout, options.MaxRetries) = (Short, 1));
        Assert.That((await harness.Client.SendAsync(Harness.Read())).Error, Is.Null);
        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n")]
    public async Task An_oversized_answer_is_not_read(string head)
    {
        await using var server = new RawServer(RawServer.Says(head + new string('x', 5000) + "\r\n0\r\n\r\n"));
        using var harness = Real(server.Address, options => options.MaxResponseBytes = 1024);
        var unknown = await FailAsync<PaymentOutcomeUnknownException>(harness, Harness.Write());
        Assert.That(unknown.Error.Code, Is.EqualTo(PaymentErrorCode.InvalidResponse));
        var refused = await FailAsync<PaymentProviderUnavailableException>(harness, Harness.Read());
        Assert.That((refused.Error.Code, refused.Outcome), Is.EqualTo((PaymentErrorCode.InvalidResponse, PaymentOutcome.Refused)));
    }

    [TestCase(1024, 64 * 1024, true)]
    [TestCase(64 * 1024, 1024, true)]
    [TestCase(64 * 1024, 64 * 1024, false)]
    [TestCase(null, 64 * 1024, false)]
    public async Task A_call_can_have_a_smaller_limit_of_its_own(int? own, int options, bool isTooLarge)
    {
        await using var server = new RawServer(RawServer.Says(RawServer.Ok("{\"id\":\"p_1\",\"amount\":1}" + new string(' ', 5000))));
        using var harness = Real(server.Address, o => o.MaxResponseBytes = options);
        var request = new ProviderRequest { Method = HttpMethod.Get, Path = "payments/p_1", Kind = ProviderCallKind.Read, MaxResponseBytes = own };
        if (isTooLarge)
            Assert.That((await FailAsync<PaymentProviderUnavailableException>(harness, request)).InnerException!.Message, Does.Contain("1024 bytes"));
        else
            Assert.That((await harness.Client.SendAsync(request)).Read(TestJson.Default.TestPayment).Id, Is.EqualTo("p_1"));
    }

    [Test]
    public async Task The_limit_counts_after_decompression([Values] bool large)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            await gzip.WriteAsync(Encoding.ASCII.GetBytes("{\"id\":\"p_1\",\"amount\":1}" + new string(' ', large ? 1_000_000 : 100)));
        var body = Encoding.Latin1.GetString(packed.ToArray());
        await using var server = new RawServer(RawServer.Says(RawServer.Ok(body, "Content-Encoding: gzip\r\n")));
        using var harness = Real(server.Address, options => options.MaxResponseBytes = 64 * 1024);
        if (large)
            await FailAsync<PaymentProviderUnavailableException>(harness, Harness.Read());
        else
            Assert.That((await harness.Client.SendAsync(Harness.Read())).Read(TestJson.Default.TestPayment).Id, Is.EqualTo("p_1"));
        Assert.That(server.Requests.First(), Does.Contain("Accept-Encoding: gzip"));
    }

    [Test]
    public async Task A_redirect_is_not_followed_and_cookies_are_not_kept()
    {
        await using var other = new RawServer(RawServer.Says(RawServer.Ok("{}")));
        await using var server = new RawServer(RawServer.Says($"HTTP/1.1 307 Moved\r\nLocation: {other.Address}\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        using var harness = Real(server.Address);
        await FailAsync<PaymentOutcomeUnknownException>(harness, Harness.Write());
        var response = await harness.Client.SendAsync(Harness.Read());
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RedirectKeepVerb));
        Assert.That(other.Requests, Is.Empty);
        Assert.That(server.Requests.Last(), Does.Not.Contain("Cookie"));
    }

    [Test]
    public async Task A_host_that_shares_a_careless_handler_gets_no_redirects_either()
    {
        await using var other = new RawServer(RawServer.Says(RawServer.Ok("{}")));
        await using var server = new RawServer(RawServer.Says($"HTTP/1.1 307 Moved\r\nLocation: {other.Address}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        using var harness = new Harness(
            options => (options.BaseAddress, options.MaxRetries) = (server.Address, 0),
            real: true,
            services => Microsoft.Extensions.DependencyInjection.HttpClientBuilderExtensions.ConfigurePrimaryHttpMessageHandler(
                Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions.AddHttpClient(services, "Payments.test"),
                static () => new HttpClientHandler()),
            TimeProvider.System);
        Assert.That((await harness.Client.SendAsync(Harness.Read())).StatusCode, Is.EqualTo(HttpStatusCode.RedirectKeepVerb));
        Assert.That(other.Requests, Is.Empty);
    }

    [Test]
    public async Task Cancelling_before_the_first_byte_cancels()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new RawServer(RawServer.Says(RawServer.Ok("{}")));
        using var harness = Real(server.Address);
        harness.Protocol.OnAuthorize = async (_, _) => await stop.CancelAsync();
        var cancelled = (await Assert.CatchAsync<OperationCanceledException>(() => harness.Client.SendAsync(Harness.Write(), stop.Token)))!;
        Assert.That(cancelled.CancellationToken, Is.EqualTo(stop.Token));
        Assert.That(server.Requests, Is.Empty);
        await Assert.CatchAsync<OperationCanceledException>(() => harness.Client.SendAsync(Harness.Write(), stop.Token));
    }

    [Test]
    public async Task Cancelling_after_the_first_byte_of_a_write_changes_nothing()
    {
        using var stop = new CancellationTokenSource();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            await answer.Task.WaitAsync(cancellationToken);
            await RawServer.Says(RawServer.Ok("""{"id":"p_1","amount":1}"""))(stream, cancellationToken);
        });
        using var harness = Real(server.Address);
        var call = harness.Client.SendAsync(Harness.Write(), stop.Token);
        await server.Received.Task;
        await stop.CancelAsync();
        answer.SetResult();
        Assert.That((await call).Read(TestJson.Default.TestPayment).Id, Is.EqualTo("p_1"));
    }

    [Test]
    public async Task A_read_can_be_cancelled_throughout()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new RawServer(RawServer.Hangs);
        using var harness = Real(server.Address);
        var call = harness.Client.SendAsync(Harness.Read(), stop.Token);
        await server.Received.Task;
        await stop.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => call);
    }
}
