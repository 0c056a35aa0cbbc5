using System.Buffers.Binary;
using Adjoint.Tensors;

namespace Adjoint.Tests.Support;

/// <summary>Reads the TensorProto files of ONNX's conformance cases that hold float32 as raw bytes: the fields dims (1) and raw_data (9).</summary>
public static class OnnxTensor
{
    /// <summary>Reads a file, or skips the test where the folder with the cases is not given.</summary>
    /// <param name="name">The case, without the prefix <c>test_</c>.</param>
    /// <param name="file">The file, such as <c>input_0</c>.</param>
    public static Tensor<double> Read(string name, string file)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("ADJOINT_DATA") ?? "", "onnx-node-tests", "test_" + name, "test_data_set_0", file + ".pb");
        if (!File.Exists(path))
        {
            Assert.Skip("ADJOINT_DATA names no folder with the conformance cases of ONNX (onnx-node-tests).");
        }

        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        List<int> lengths = [];
        double[] entries = [];
        while (!bytes.IsEmpty)
        {
            ulong key = Number(ref bytes);
            int field = (int)(key >> 3), count = (key & 7) == 2 ? (int)Number(ref bytes) : 0;
            if (field == 1 && count == 0)
            {
                lengths.Add((int)Number(ref bytes));
            }
            else if (count == 0)
            {
                Number(ref bytes);
            }
            else
            {
                ReadOnlySpan<byte> content = bytes[..count];
                bytes = bytes[count..];
                if (field == 9)
                {
                    entries = new double[count / sizeof(float)];
                    for (int i = 0; i < entries.Length; i++)
                    {
                        entries[i] = BinaryPrimitives.ReadSingleLittleEndian(content[(i * sizeof(float))..]);
                    }
                }
            }
        }

        return new([.. lengths], entries);
    }

    /// <summary>Seven bits a byte, the lowest first; the top bit says that there are more.</summary>
    private static ulong Number(ref ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[0];
            bytes = bytes[1..];
            number |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return number;
            }
        }
    }
}
