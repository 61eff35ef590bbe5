using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Payments.OpenTelemetry.Tests;

/// <summary>A real Prometheus that scrapes one host each second, with the shipped rules or what a test makes of them.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly Process _process;
    private readonly string _folder;

    private PrometheusServer(Process process, string folder, Uri address)
    {
        (_process, _folder) = (process, folder);
        _client = new HttpClient { BaseAddress = address };
    }

    /// <param name="target">What is scraped.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <param name="rules">What becomes of the shipped rules. Null: nothing.</param>
    /// <param name="past">Puts blocks of earlier samples into the folder <c>data</c> of the one that it is given. Null for none.</param>
    internal static async Task<PrometheusServer> StartAsync(Uri target, CancellationToken cancellationToken, Func<string, string>? rules = null, Func<string, Task>? past = null)
    {
        var file = Tool.Find("prometheus");
        var folder = Directory.CreateTempSubdirectory("payments-prometheus").FullName;
        var shipped = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Rules", "payments.rules.yml"), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "payments.rules.yml"), rules is null ? shipped : rules(shipped), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "prometheus.yml"), $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
            rule_files: [payments.rules.yml]
            scrape_configs:
              - job_name: shop
                static_configs: [{ targets: ['{{target.Authority}}'] }]
            """, cancellationToken);
        if (past is not null)
            await past(folder);
        var port = FreePort();
        var process = Tool.Start(file, folder, "--config.file=prometheus.yml", "--storage.tsdb.path=data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn", "--enable-feature=exemplar-storage");
        _ = process.StandardError.ReadToEndAsync(cancellationToken);
        var server = new PrometheusServer(process, folder, new Uri($"http://127.0.0.1:{port}"));
        while (!await server.IsReadyAsync(cancellationToken))
            await Task.Delay(100, cancellationToken);
        return server;
    }

    /// <summary>The result of an instant query, one entry for each series.</summary>
    internal async Task<JsonArray> QueryAsync(string query, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new("query", query)]);
        using var response = await _client.PostAsync("/api/v1/query", form, cancellationToken);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
        return (string?)answer["status"] == "success"
            ? answer["data"]!["result"]!.AsArray()
            : throw new InvalidOperationException($"{query}\n{answer["error"]}");
    }

    internal async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        JsonNode.Parse(await _client.GetStringAsync(path, cancellationToken))!["data"]!;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"Prometheus ended with {_process.ExitCode}.");
        try
        {
            using var response = await _client.GetAsync("/-/ready", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
