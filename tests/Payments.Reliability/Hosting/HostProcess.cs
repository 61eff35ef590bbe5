using System.Diagnostics;
using System.Net.Http.Json;

namespace Payments.Reliability.Hosting;

/// <summary>A host process, as the harness sees it. It can be killed at any time, and another one started in its place.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 512 }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Uri _address;

    private HostProcess(Process process, Uri address) => (_process, _address) = (process, address);

    internal static async Task<HostProcess> StartAsync(string settingsPath, CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(HostProcess).Assembly.Location, HostProgram.Verb, settingsPath })
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            if (line.StartsWith("listening ", StringComparison.Ordinal))
                return new HostProcess(process, new Uri(line["listening ".Length..]));
        await process.WaitForExitAsync(cancellationToken);
        throw new InvalidOperationException($"The host did not start: it ended with {process.ExitCode}.");
    }

    /// <summary>Sends something and reads the answer.</summary>
    /// <exception cref="HostGoneException">The process was killed meanwhile, or before.</exception>
    internal async Task<TAnswer> SendAsync<TBody, TAnswer>(string path, TBody body, CancellationToken cancellationToken = default)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync(new Uri(_address, path), body, ShopJson.Options, cancellationToken);
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<TAnswer>(ShopJson.Options, cancellationToken))!;
        }
        catch (Exception exception) when (IsGone(exception, cancellationToken))
        {
            throw new HostGoneException(exception);
        }
    }

    internal Task<ShopAnswer> RunAsync(ShopCommand command, CancellationToken cancellationToken = default) =>
        SendAsync<ShopCommand, ShopAnswer>("commands", command, cancellationToken);

    internal Task<WorkResult> WorkAsync(CancellationToken cancellationToken = default) => SendAsync<string, WorkResult>("work", "", cancellationToken);

    /// <summary>Delivers a webhook.</summary>
    /// <returns>The status; null when the host is gone.</returns>
    internal async Task<int?> DeliverAsync(string provider, Simulator.SimulatedWebhook webhook, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, "webhooks/" + provider)) { Content = new ByteArrayContent(webhook.Body.ToArray()) };
        if (webhook.Url is { } url)
            request.Headers.TryAddWithoutValidation("X-Shop-Url", url.OriginalString);
        foreach (var (name, value) in webhook.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            return (int)response.StatusCode;
        }
        catch (Exception exception) when (IsGone(exception, cancellationToken))
        {
            return null;
        }
    }

    /// <summary>Whether the process has ended by itself, or is about to.</summary>
    internal async Task<bool> IsGoneAsync()
    {
        try
        {
            await SendAsync<string, IReadOnlyList<string>>("disarm", "");
            return false;
        }
        catch (HostGoneException)
        {
            await _process.WaitForExitAsync();
            return true;
        }
    }

    /// <summary>SIGKILL.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        _http.Dispose();
    }

    // Calls that are under way when it is disposed of are cancelled, and by nobody's token.
    private static bool IsGone(Exception exception, CancellationToken cancellationToken) => exception is HttpRequestException { StatusCode: null } or IOException or ObjectDisposedException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}

/// <summary>The host is not there any more: what became of the call nobody knows.</summary>
internal sealed class HostGoneException(Exception cause) : Exception("The host process is gone.", cause);
