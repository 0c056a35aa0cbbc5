using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// Brings pictures of one size to another: the largest centred part of the wanted proportions is resized bilinearly, pixel centres laid on
/// pixel centres (what libraries call <c>align_corners = false</c>), edge pixels repeated beyond the border.
/// </summary>
/// <remarks>
/// <para>Where a picture becomes smaller, the triangle that weighs its pixels is widened by the same factor, so that every pixel counts and fine
/// patterns do not turn into coarse ones. A picture that has the wanted size already is copied bit for bit.</para>
/// <para>One channel becomes three equal ones, three become their <see cref="Luminance"/>.</para>
/// </remarks>
public sealed class PictureResizing
{
    private readonly (int First, float[] Weights)[] _rows, _columns;

    /// <summary>Prepares the way from one size to another.</summary>
    /// <param name="source">Height × width × channels of the pictures, none of them 0.</param>
    /// <param name="result">Height × width × channels of the result; channels as before, or 1 and 3.</param>
    /// <exception cref="ArgumentException">A shape is no picture's, or the channels cannot be converted.</exception>
    public PictureResizing(Shape source, Shape result)
    {
        RequirePicture(source, nameof(source));
        RequirePicture(result, nameof(result));
        if (source[2] != result[2] && !(source[2] is 1 or 3 && result[2] is 1 or 3))
        {
            throw new ArgumentException($"Pictures of {source[2]} channels do not become pictures of {result[2]}; only 1 and 3 are converted.", nameof(result));
        }

        (Source, Result) = (source, result);
        double height = source[0], width = source[1];
        if (height * result[1] > width * result[0])
        {
            height = width * result[0] / result[1];
        }
        else
        {
            width = height * result[1] / result[0];
        }

        _rows = Weigh(source[0], height, result[0]);
        _columns = Weigh(source[1], width, result[1]);
    }

    /// <summary>Height × width × channels of the pictures.</summary>
    public Shape Source { get; }

    /// <summary>Height × width × channels of the result.</summary>
    public Shape Result { get; }

    /// <summary>Resizes one picture.</summary>
    /// <param name="picture">The elements of <see cref="Source"/>.</param>
    /// <param name="destination">Room for the elements of <see cref="Result"/>; may not overlap the picture.</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    public void Apply(ReadOnlySpan<float> picture, Span<float> destination)
    {
        if (picture.Length != Source.Size || destination.Length != Result.Size)
        {
            throw new ArgumentException($"A picture of {Source} is resized to {Result}; there are {picture.Length} and {destination.Length} numbers.", nameof(picture));
        }

        int channels = Source[2];
        if (channels == Result[2])
        {
            Resample(picture, channels, destination);
            return;
        }

        using Scratch other = new(Result[0] * Result[1] * channels);
        Resample(picture, channels, other.Span);
        if (channels == 3)
        {
            Luminance.Compute(other.Span, destination);
        }
        else
        {
            for (int i = 0; i < other.Span.Length; i++)
            {
                destination.Slice(3 * i, 3).Fill(other.Span[i]);
            }
        }
    }

    private static void RequirePicture(Shape shape, string name)
    {
        if (shape.Rank != 3 || shape.Size == 0)
        {
            throw new ArgumentException($"A picture has height × width × channels, none of them 0, not {shape}.", name);
        }
    }

    // For every place of the result: the first pixel that counts, and the weights from there on. `part` pixels in the middle are what is resized.
    private static (int First, float[] Weights)[] Weigh(int length, double part, int places)
    {
        (int, float[])[] taps = new (int, float[])[places];
        double step = part / places, radius = Math.Max(step, 1), offset = (length - part) / 2;
        for (int i = 0; i < places; i++)
        {
            double centre = offset + ((i + 0.5) * step) - 0.5;
            int low = (int)Math.Floor(centre - radius) + 1, high = (int)Math.Ceiling(centre + radius) - 1;
            int first = Math.Clamp(low, 0, length - 1), last = Math.Clamp(high, 0, length - 1);
            double[] weights = new double[last - first + 1];
            for (int k = low; k <= high; k++)
            {
                weights[Math.Clamp(k, first, last) - first] += 1 - (Math.Abs(k - centre) / radius);
            }

            double sum = weights.Sum();
            taps[i] = (first, [.. weights.Select(weight => (float)(weight / sum))]);
        }

        return taps;
    }

    private void Resample(ReadOnlySpan<float> picture, int channels, Span<float> destination)
    {
        int sourceRow = Source[1] * channels, row = Result[1] * channels;
        using Scratch mixed = new(sourceRow);
        for (int y = 0; y < _rows.Length; y++)
        {
            mixed.Span.Clear();
            (int firstRow, float[] rowWeights) = _rows[y];
            for (int k = 0; k < rowWeights.Length; k++)
            {
                ReadOnlySpan<float> line = picture.Slice((firstRow + k) * sourceRow, sourceRow);
                for (int i = 0; i < line.Length; i++)
                {
                    mixed.Span[i] += rowWeights[k] * line[i];
                }
            }

            for (int x = 0; x < _columns.Length; x++)
            {
                (int firstColumn, float[] weights) = _columns[x];
                for (int c = 0; c < channels; c++)
                {
                    float sum = 0;
                    for (int k = 0; k < weights.Length; k++)
                    {
                        sum += weights[k] * mixed.Span[((firstColumn + k) * channels) + c];
                    }

                    destination[(y * row) + (x * channels) + c] = sum;
                }
            }
        }
    }
}
