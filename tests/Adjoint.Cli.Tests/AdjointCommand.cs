using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Adjoint.Cli.Tests;

/// <summary>What a run of the command left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines on standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Standard output as the one JSON object that it must be.</summary>
    public JsonElement Json()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        using JsonDocument document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    /// <summary>Success, or the reason why not.</summary>
    public CommandResult Succeeds()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        return this;
    }
}

/// <summary>The built command as a child process.</summary>
internal sealed class AdjointCommand : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output, _error;

    private AdjointCommand(string folder, string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Adjoint.Cli.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        _error = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Whether it is still at work.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Runs the command in a folder and waits for its end.</summary>
    public static CommandResult Run(string folder, params string[] arguments)
    {
        using AdjointCommand command = Start(folder, arguments);
        return command.Wait();
    }

    /// <summary>Starts the command in a folder.</summary>
    public static AdjointCommand Start(string folder, params string[] arguments) => new(folder, arguments);

    /// <summary>Waits for the end.</summary>
    public CommandResult Wait()
    {
        Assert.True(_process.WaitForExit(TimeSpan.FromMinutes(2)), "The command does not come to an end.");
        return new CommandResult(_process.ExitCode, _output.GetAwaiter().GetResult(), _error.GetAwaiter().GetResult());
    }

    /// <summary>Sends a signal: <c>INT</c>, <c>TERM</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
