using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Payments.Samples.Web.Tests;

/// <summary>The sample as a user starts it: a process of its own, on ports that are free.</summary>
internal sealed class ShopProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("payments-shop-");
    private readonly List<string> _output = [];
    private readonly Process _process;

    private ShopProcess(params string[] settings)
    {
        var (http, https) = (FreePort(), FreePort());
        Address = new Uri($"http://127.0.0.1:{http}");
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Repository.Root, "samples", "Payments.Samples.Web"),
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        };
        foreach (var argument in (string[])
            [
                Path.Combine(AppContext.BaseDirectory, "Payments.Samples.Web.dll"),
                $"--Shop:Address={Address}",
                $"--Shop:SecureAddress=https://127.0.0.1:{https}",
                $"--Shop:Data={Path.Combine(_folder.FullName, "data")}",
                .. settings,
            ])
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>What the shop has logged.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join(Environment.NewLine, _output);
        }
    }

    public static async Task<ShopProcess> StartAsync(params string[] settings)
    {
        var shop = new ShopProcess(settings);
        using var http = new HttpClient();
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(shop.Address);
                if (answer.IsSuccessStatusCode)
                    return shop;
            }
            catch (HttpRequestException) when (!shop._process.HasExited && waited.Elapsed < Patience)
            {
                await Task.Delay(100);
                continue;
            }

            throw new InvalidOperationException($"The shop did not start. It said:{Environment.NewLine}{shop.Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            if (line is not null)
                _output.Add(line);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
