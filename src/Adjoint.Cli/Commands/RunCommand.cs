using System.CommandLine;
using System.Globalization;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Output;
using Adjoint.Data;
using Adjoint.Graph;
using Adjoint.Imaging;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint run</c>: pictures or arrays through a model.</summary>
internal static class RunCommand
{
    public static Command Create(Invocation invocation)
    {
        Argument<string> model = CommandOptions.Model();
        Option<string[]> inputs = new("--input")
        {
            HelpName = "FILE",
            Description = "A picture (PNG, JPEG, BMP), an array (.npy: HxW, HxWxC or NxHxWxC) or a folder of pictures; may be given several times.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> output = CommandOptions.FilePath("--output", "FILE|DIR", "The file to write, or a folder for several inputs: each becomes a PNG or .npy file there. A classifier needs none.");
        Option<int?> threads = CommandOptions.Threads();
        Option<bool> json = CommandOptions.Json();
        Command command = new("run", """
            Runs a model. A picture comes out as large as it went in: it is continued at its border by reflection. An array goes through the model as it is. Without --output, a classifier says
            which classes are the most probable.
            """)
        {
            model, inputs, output, threads, json,
        };
        HelpWithExamples.Add(
            command,
            "adjoint run runs/greyscale/greyscale.safetensors --input photo.png --output clean.png",
            "adjoint run runs/greyscale/greyscale.safetensors --input photos --output restored --threads 4",
            "adjoint run runs/greyscale/greyscale.safetensors --input batch.npy --output result.npy",
            "adjoint run runs/digits/digits.safetensors --input scan.png");
        command.SetAction(parsed =>
        {
            using WorkerPool? own = parsed.GetValue(threads) is int count ? new WorkerPool(count) : null;
            if (parsed.GetValue(output) is not string destination)
            {
                Classify(parsed.GetRequiredValue(model), parsed.GetRequiredValue(inputs), own ?? WorkerPool.Shared, parsed.GetValue(json), invocation.Cancellation);
                return ExitCode.Success;
            }

            if (parsed.GetValue(json))
            {
                throw CommandException.Usage("--json prints what a classifier says, and --output writes files: leave out one of them");
            }

            OutputPlan plan = OutputPlan.Make(parsed.GetRequiredValue(inputs), destination);
            Model network = ModelArgument.Load(parsed.GetRequiredValue(model));
            IReadOnlyList<(string Input, string Output)> files = plan.Files();
            for (int i = 0; i < files.Count; i++)
            {
                (string source, string target) = files[i];
                string what = files.Count == 1 ? source : $"{source} ({i + 1} of {files.Count})";
                try
                {
                    invocation.Cancellation.ThrowIfCancellationRequested();
                    Run(network, source, target, own ?? WorkerPool.Shared, what, invocation.Cancellation);
                }
                catch (Exception exception) when (files.Count > 1 && exception is IOException or InvalidDataException or PictureFormatException)
                {
                    throw CommandException.Failed($"{exception.Message} ({i} of {files.Count} results are written)");
                }
                catch (OperationCanceledException)
                {
                    throw CommandException.Interrupted(i == 0 ? "interrupted; nothing was written." : $"interrupted; {i} of {files.Count} results are written.");
                }
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Says which classes are the most probable.</summary>
    private static void Classify(string path, IReadOnlyList<string> inputs, WorkerPool workers, bool asJson, CancellationToken cancellation)
    {
        IReadOnlyList<string> sources = OutputPlan.Sources(inputs);
        Model model = ModelArgument.Load(path);
        ClassificationTask task = ClassificationTask.Of(model)
            ?? throw CommandException.Usage($"--output is missing: '{path}' is no classifier, which could do without; name the file for what it gives, or a folder");
        string what = sources.Count == 1 ? sources[0] : $"{sources.Count} inputs";
        IReadOnlyList<ClassifiedPicture> pictures = WorkProgress.Run(what, progress => Classifier.Run(model, task, sources, workers, progress, cancellation));
        if (asJson)
        {
            JsonOutput.Print(writer => ClassifiedPictures.Write(writer, pictures, task));
        }
        else
        {
            ClassifiedPictures.Print(pictures, task);
        }
    }

    private static void Run(Model model, string source, string target, WorkerPool workers, string what, CancellationToken cancellation)
    {
        try
        {
            if (PictureArray.Is(source))
            {
                Tensor<float> array = PictureArray.Read(source);
                WriteTensor(WorkProgress.Run(what, progress => RunArray(model, array, workers, progress, cancellation)), target);
                NoteMeaning(model, target);
            }
            else if (model.OutputShape(model.InputShape).Rank != 3)
            {
                RunToNumbers(model, source, target);
            }
            else if (PictureArray.Is(target))
            {
                Picture picture = PictureFile.Read(source);
                NpyFile.Write(target, WorkProgress.Run(what, progress => PictureInference.RunToTensor(model, picture, workers, progress, cancellation)));
            }
            else
            {
                RunPicture(model, source, target, workers, what, cancellation);
            }
        }
        catch (ShapeException exception)
        {
            throw CommandException.Failed($"{source}: {exception.Message}");
        }
    }

    /// <summary>A picture through a model that gives numbers, such as a classifier; in the model's size.</summary>
    private static void RunToNumbers(Model model, string source, string target)
    {
        if (!PictureArray.Is(target))
        {
            throw CommandException.Failed($"{target}: the model gives {model.OutputShape(model.InputShape)} numbers for a picture, and no picture; write them to a .npy file.");
        }

        Tensor<float> fitting = FittingPicture.Read(source, model.InputShape);
        Tensor<float> numbers = model.Predict(fitting.Reshape([1, .. fitting.Shape]));
        NpyFile.Write(target, numbers.Reshape(numbers.Shape[1..]));
        NoteMeaning(model, target);
    }

    /// <summary>Says what a classifier's numbers are.</summary>
    private static void NoteMeaning(Model model, string target)
    {
        if (ClassificationTask.Of(model) is ClassificationTask task)
        {
            string scaled = task.Temperature == 1 ? "z" : string.Create(CultureInfo.InvariantCulture, $"z / {task.Temperature:G6}");
            Terminal.Note(task.GivesProbabilities
                ? $"{target}: the probabilities of {task.Classes.Count} classes, as the model gives them"
                : $"{target}: the logits z of {task.Classes.Count} classes; the probabilities are softmax({scaled})");
        }
    }

    private static void RunPicture(Model model, string source, string target, WorkerPool workers, string what, CancellationToken cancellation)
    {
        Picture picture = PictureFile.Read(source);
        Picture result = WorkProgress.Run(what, progress => PictureInference.Run(model, picture, workers, progress, cancellation));
        bool holdsOpacity = PictureFile.FormatOf(target) != PictureFormat.Jpeg;
        if (result.Alpha is not null && !holdsOpacity)
        {
            Terminal.Note($"{target}: JPEG holds no opacity; that of {source} is left out.");
        }

        PictureFile.Write(holdsOpacity ? result : result.WithAlpha(null), target);
    }

    /// <summary>An array through the model as it is: height × width (one channel), height × width × channels, or a batch of these.</summary>
    private static Tensor<float> RunArray(
        Model model, Tensor<float> array, WorkerPool workers, IProgress<double> progress, CancellationToken cancellation)
    {
        Shape shape = PictureArray.BatchShape(array.Shape);
        TiledInference inference = new(model, shape[1..]);
        Shape output = inference.OutputShape;
        Tensor<float> result = new([shape[0], .. output]);
        int inputSize = shape[1..].Size;
        for (int n = 0; n < shape[0]; n++)
        {
            inference.Run(array.Memory.Slice(n * inputSize, inputSize), result.Memory.Slice(n * output.Size, output.Size), workers, progress, cancellation);
        }

        return array.Shape.Rank switch
        {
            2 when output.Rank == 3 && output[2] == 1 => result.Reshape(output[..2]),
            2 or 3 => result.Reshape(output),
            _ => result,
        };
    }

    private static void WriteTensor(Tensor<float> result, string target)
    {
        if (PictureArray.Is(target))
        {
            NpyFile.Write(target, result);
            return;
        }

        Shape shape = result.Shape.Rank == 2 ? [.. result.Shape, 1] : result.Shape;
        if (shape.Rank != 3 || shape[2] is not (1 or 3))
        {
            throw new ShapeException($"the result is {result.Shape}, which is no picture of 1 or 3 channels; write it to a .npy file.");
        }

        PictureFile.Write(Picture.FromTensor(new Tensor<float>(shape, result.Span.ToArray())), target);
    }
}
