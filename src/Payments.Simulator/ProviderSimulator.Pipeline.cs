using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Payments.Simulator;

/// <content>How a request is answered: fault, admission, handler, completion, fault, record.</content>
public abstract partial class ProviderSimulator
{
    /// <summary>
    /// Looks at a request before its handler: authentication, a stored answer of the same idempotency key. Runs alone, like a handler.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <returns>The answer that takes the handler's place, or null to go on; then <see cref="Complete"/> follows.</returns>
    protected virtual SimulatedResponse? Admit(SimulatedRequest request) => null;

    /// <summary>Ends a request that was admitted: stores the answer under its idempotency key, or gives the key free. Runs alone.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The answer to store, or null when the handler never ran.</param>
    protected virtual void Complete(SimulatedRequest request, SimulatedResponse? response)
    {
    }

    /// <summary>Adds what every answer of the provider carries, such as its request id. The <c>Date</c> header is set already.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The answer.</param>
    protected virtual void Decorate(SimulatedRequest request, SimulatedResponse response)
    {
    }

    /// <summary>The provider's own form of an error that a fault asks for.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>The answer.</returns>
    protected virtual SimulatedResponse FaultAnswer(SimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return SimulatedResponse.Json(FaultStatus(fault), new JsonObject { ["error"] = fault.Kind.ToString() });
    }

    /// <summary>The same, for providers that do not answer in one form everywhere.</summary>
    /// <param name="request">The request that the fault meets.</param>
    /// <param name="fault">The fault.</param>
    /// <returns>The answer.</returns>
    protected virtual SimulatedResponse FaultAnswer(SimulatedRequest request, SimulatorFault fault) => FaultAnswer(fault);

    /// <summary>The status that a fault asks for.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>The HTTP status.</returns>
    protected static int FaultStatus(SimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault.Kind switch { SimulatorFaultKind.RateLimited => 429, SimulatorFaultKind.KeyInUse => 409, _ => fault.Status };
    }

    /// <summary>Replaces the status of the object in an answer, or of the objects in a list.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="value">The value that no client knows.</param>
    /// <returns>The changed answer.</returns>
    protected virtual SimulatedResponse WithUnknownStatus(SimulatedResponse response, string value)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (JsonNode.Parse(response.BodyText) is not JsonObject body)
            return response;
        foreach (var item in new[] { body }.Concat((body["data"] as JsonArray ?? []).OfType<JsonObject>()))
            if (item.ContainsKey("status"))
                item["status"] = value;
        return SimulatedResponse.Json(response.Status, body);
    }

    /// <summary>The answer to a request that no route takes.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The answer.</returns>
    protected virtual SimulatedResponse NotFound(SimulatedRequest request) =>
        SimulatedResponse.Json(404, new JsonObject { ["error"] = "not_found" });

    private async Task HandleAsync(HttpContext context)
    {
        var begun = Time.GetTimestamp();
        var request = await ReadAsync(context).ConfigureAwait(false);
        var route = _routes.Match(request);
        if (route is not null)
        {
            request.Operation = route.Template.Text;
            request.RouteValues = route.Template.Values(request.Path);
        }

        if (route is { IsApi: false })
        {
            await WriteAsync(context, Run(route.Handler, request)).ConfigureAwait(false);
            return;
        }

        if (Options.KeepRequests)
        {
            lock (_requestsGate)
                _requests.Add(request);
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        var response = await AnswerAsync(request, route, ended.Token).ConfigureAwait(false);
        request.ResponseStatus = response?.Status ?? 0;
        if (Options.RecordTraffic && request.IsRecorded)
            _recorder!.Add(Name, BaseAddress, request, response, Time.GetElapsedTime(begun));
        if (response is null)
            context.Abort();
        else
            await WriteAsync(context, response).ConfigureAwait(false);
    }

    private async Task<SimulatedResponse?> AnswerAsync(SimulatedRequest request, SimulatorRoute? route, CancellationToken ended)
    {
        var fault = Faults.Take(request.Method, request.Path);
        request.Fault = fault?.Kind;
        var handler = route?.Handler ?? NotFound;
        var refused = Alone(() => Admit(request));
        SimulatedResponse? stored = null;
        try
        {
            if (fault is not null && !await WaitAsync(fault, ended).ConfigureAwait(false))
                return null;
            if (fault is { StopsBeforeActing: true })
                return fault.Kind is SimulatorFaultKind.CutBeforeActing ? null : Finish(request, FaultAnswer(request, fault), fault);
            var answer = refused ?? Run(handler, request);
            // An error of the operation itself is its answer, and stored; a gateway's error is not known behind the gateway.
            stored = fault is { Kind: SimulatorFaultKind.ErrorAfterActing, Status: 500 } ? FaultAnswer(request, fault) : answer;
            return fault is { Kind: SimulatorFaultKind.CutAfterActing } ? null : Finish(request, Spoil(request, answer, fault), fault);
        }
        finally
        {
            if (refused is null)
                Alone(() =>
                {
                    Complete(request, stored);
                    return true;
                });
        }
    }

    private SimulatedResponse Run(Func<SimulatedRequest, SimulatedResponse> handler, SimulatedRequest request)
    {
        try
        {
            return Alone(() => handler(request));
        }
        catch (Exception e)
        {
            // A mistake of the simulator itself: the test that met it should see it, not an empty 500.
            request.AddNote(e.ToString());
            return SimulatedResponse.Text(500, e.ToString(), "text/plain; charset=utf-8");
        }
    }

    /// <summary>Waits as a fault says; false when the connection is to be cut.</summary>
    private async Task<bool> WaitAsync(SimulatorFault fault, CancellationToken ended)
    {
        var time = fault.Kind is SimulatorFaultKind.Hang ? Timeout.InfiniteTimeSpan : fault.Latency;
        if (time != TimeSpan.Zero)
            await Task.Delay(time, Time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ended.IsCancellationRequested;
    }

    private SimulatedResponse Spoil(SimulatedRequest request, SimulatedResponse answer, SimulatorFault? fault) => fault?.Kind switch
    {
        SimulatorFaultKind.ErrorAfterActing => FaultAnswer(request, fault),
        SimulatorFaultKind.MalformedJson => new(answer.Status, answer.Body[..(answer.Body.Length / 2)], answer.ContentType),
        SimulatorFaultKind.HtmlBody => SimulatedResponse.Html(fault.Status, "<html><body><h1>Bad gateway</h1></body></html>"),
        SimulatorFaultKind.OversizedBody => SimulatedResponse.Text(answer.Status, answer.BodyText.PadRight(fault.Size), answer.ContentType),
        SimulatorFaultKind.UnknownStatus => WithUnknownStatus(answer, fault.UnknownValue),
        _ => answer,
    };

    private SimulatedResponse Finish(SimulatedRequest request, SimulatedResponse answer, SimulatorFault? fault)
    {
        var response = answer.Copy();
        response.Headers["Date"] = Time.GetUtcNow().UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        if (fault?.RetryAfter is { } wait)
            response.Headers["Retry-After"] = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        Decorate(request, response);
        return response;
    }

    private async Task<SimulatedRequest> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        // The target as it was sent: the decoded path would hide an id with an escaped slash.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var at = target.IndexOf('?', StringComparison.Ordinal);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var (path, query) = at < 0 ? (target, string.Empty) : (target[..at], target[at..]);
        return new(context.Request.Method, path, query, headers, body.ToArray(), Time.GetUtcNow());
    }

    private static async Task WriteAsync(HttpContext context, SimulatedResponse response)
    {
        context.Response.StatusCode = response.Status;
        context.Response.ContentType = response.ContentType;
        context.Response.ContentLength = response.Body.Length;
        foreach (var (name, value) in response.Headers)
            context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(response.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
