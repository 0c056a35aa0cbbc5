using System.Globalization;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary>Asks a classifier about pictures and arrays.</summary>
internal static class Classifier
{
    /// <summary>Asks about files.</summary>
    /// <param name="model">The model.</param>
    /// <param name="task">What its numbers mean.</param>
    /// <param name="sources">Pictures, or arrays of one or more.</param>
    /// <param name="workers">Threads; the result does not depend on how many there are.</param>
    /// <param name="progress">Told the finished part.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    public static IReadOnlyList<ClassifiedPicture> Run(
        Model model, ClassificationTask task, IReadOnlyList<string> sources, WorkerPool workers, IProgress<double> progress, CancellationToken cancellation)
    {
        TiledInference inference = new(model, model.InputShape);
        float[] output = new float[task.Classes.Count];
        List<ClassifiedPicture> classified = [];
        for (int i = 0; i < sources.Count; i++)
        {
            try
            {
                foreach ((string name, Tensor<float> batch, int index) in Pictures(sources[i], model.InputShape))
                {
                    cancellation.ThrowIfCancellationRequested();
                    int size = model.InputShape.Size;
                    inference.Run(batch.Memory.Slice(index * size, size), output, workers, null, cancellation);
                    classified.Add(new ClassifiedPicture(name, task.ToProbabilities(output)));
                }
            }
            catch (Exception exception) when (exception is ShapeException || (exception is InvalidDataException && !exception.Message.Contains(sources[i], StringComparison.Ordinal)))
            {
                throw CommandException.Failed($"{sources[i]}: {exception.Message}");
            }

            progress.Report((i + 1.0) / sources.Count);
        }

        return classified;
    }

    private static IEnumerable<(string Name, Tensor<float> Batch, int Index)> Pictures(string source, Shape shape)
    {
        if (!PictureArray.Is(source))
        {
            yield return (source, FittingPicture.Read(source, shape), 0);
            yield break;
        }

        Tensor<float> array = PictureArray.Read(source);
        Shape batch = PictureArray.BatchShape(array.Shape);
        if (batch[1..] != shape)
        {
            throw new ShapeException($"pictures of {batch[1..]} do not fit the model, which takes {shape}; arrays are not resized.");
        }

        for (int i = 0; i < batch[0]; i++)
        {
            yield return (array.Shape.Rank < 4 ? source : string.Create(CultureInfo.InvariantCulture, $"{source}[{i}]"), array, i);
        }
    }
}
