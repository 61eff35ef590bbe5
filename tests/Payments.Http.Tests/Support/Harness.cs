using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RichardSzalay.MockHttp;

namespace Payments.Http.Tests;

/// <summary>A registration named <c>test</c> with a manual clock, recorded logs and either a mock or the real handler.</summary>
internal sealed class Harness : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly Queue<Func<HttpRequestMessage, Task<HttpResponseMessage>>> _answers = new();

    public Harness(Action<TestOptions>? configure = null, bool real = false, Action<IServiceCollection>? services = null, TimeProvider? time = null)
    {
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        collection.AddSingleton(time ?? Time);
        collection.AddSingleton(new Jitter(static () => 1));
        new TestBuilder(collection).AddHttpProvider("test", configure, registration => new TestProvider(registration));
        if (!real)
        {
            Mock.Fallback.Respond(request => AnswerAsync(request));
            collection.AddHttpClient("Payments.test").ConfigurePrimaryHttpMessageHandler(() => new FaultHandler(Mock));
        }

        services?.Invoke(collection);
        _services = collection.BuildServiceProvider();
        var registration = ((TestProvider)_services.GetRequiredKeyedService<IPaymentProvider>("test")).Registration;
        Protocol = new TestProtocol(registration.Options);
        Client = registration.CreateClient(Protocol);
    }

    public ManualTimeProvider Time { get; } = new();

    public RecordingLogger Log { get; } = new();

    public MockHttpMessageHandler Mock { get; } = new();

    public TestProtocol Protocol { get; }

    public ProviderHttpClient Client { get; }

    public IServiceProvider Services => _services;

    /// <summary>How many messages reached the mock.</summary>
    public int Sent { get; private set; }

    public static ProviderRequest Read(string path = "payments/p_1") => new()
    {
        Method = HttpMethod.Get,
        Path = path,
        Kind = ProviderCallKind.Read,
        Operation = PaymentOperations.Get,
    };

    public static ProviderRequest Write(bool key = false, TimeSpan? deadline = null, bool bypass = false) => new()
    {
        Method = HttpMethod.Post,
        Path = "payments",
        Kind = ProviderCallKind.Write,
        Operation = PaymentOperations.Create,
        HasProviderKey = key,
        Body = ProviderBody.Form(new FormFields().Add("amount", 1000)),
        Payment = new PaymentReference("test", null, "A-1001"),
        Deadline = deadline,
        BypassCircuit = bypass,
    };

    /// <summary>Adds answers to the queue; the last one is repeated.</summary>
    public Harness Answers(params HttpStatusCode[] statuses)
    {
        foreach (var status in statuses)
            Answer(status);
        return this;
    }

    public Harness Answer(HttpStatusCode status, string body = "", Action<HttpResponseMessage>? change = null) => Answer(_ =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
        change?.Invoke(response);
        return Task.FromResult(response);
    });

    public Harness Throws(Exception exception) => Answer(_ => Task.FromResult<HttpResponseMessage>(new Fault(exception)));

    public Harness Answer(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public Task<ProviderResponse> SendAsync(ProviderRequest request, CancellationToken cancellationToken = default) =>
        Time.RunAsync(Client.SendAsync(request, cancellationToken));

    public async Task<T> FailAsync<T>(ProviderRequest request)
        where T : Exception
    {
        try
        {
            (await SendAsync(request)).ThrowIfFailed();
        }
        catch (T exception)
        {
            return exception;
        }

        throw new AssertionException($"Expected {typeof(T).Name}.");
    }

    public void Dispose()
    {
        _services.Dispose();
        Mock.Dispose();
        Log.Dispose();
    }

    // The body is read as a network would, so that the client knows that it was sent.
    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        Sent++;
        var answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        if (request.Content is not null)
            await request.Content.LoadIntoBufferAsync();
        return await answer(request);
    }

    private sealed class Fault(Exception exception) : HttpResponseMessage
    {
        public Exception Exception { get; } = exception;
    }

    /// <summary>The mock never completes a responder that fails, so faults are thrown outside of it.</summary>
    private sealed class FaultHandler(HttpMessageHandler mock) : DelegatingHandler(mock)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            return response is Fault fault ? throw fault.Exception : response;
        }
    }
}
